Console.WriteLine("fusion-reference");
