import { createRequire } from 'node:module';
import { TABLES } from './kql-tables.ts';

/** The little of the query language's own library that is needed here; it is written for C#, and so named. */
type Language = {
  GlobalState: { Default: { WithDatabase(database: object): object } };
  Symbols: {
    TableSymbol: { From(schema: string): { WithName(name: string): object } };
    DatabaseSymbol: { $ctor2: new (name: string, alternate: string | null, members: object[]) => object };
  };
  KustoCode: {
    ParseAndAnalyze(
      text: string,
      globals: object,
    ): { GetDiagnostics(): Listing<{ Severity: string; Message: string }> };
  };
};
type Listing<T> = { Count: number; getItem(index: number): T };

let loaded: { language: Language; globals: object } | null = null;

function load() {
  const require = createRequire(import.meta.url);
  require('@kusto/language-service-next/bridge.js');
  require('@kusto/language-service-next/Kusto.Language.Bridge.js');
  const { Kusto } = globalThis as unknown as { Kusto: { Language: Language } };
  const language = Kusto.Language;
  const tables = Object.entries(TABLES).map(([name, columns]) => {
    const schema = Object.entries(columns).map(([column, type]) => `['${column}']:${type}`);
    return language.Symbols.TableSymbol.From(`(${schema.join(',')})`).WithName(name);
  });
  const database = new language.Symbols.DatabaseSymbol.$ctor2('graph', null, tables);
  return { language, globals: language.GlobalState.Default.WithDatabase(database) };
}

/** What the real parser and binder object to in a query over the tables of Resource Graph; empty: nothing. */
export function diagnose(query: string): string[] {
  loaded ??= load();
  const found = loaded.language.KustoCode.ParseAndAnalyze(query, loaded.globals).GetDiagnostics();
  return Array.from({ length: found.Count }, (_, index) => found.getItem(index)).map(
    ({ Severity, Message }) => `${Severity}: ${Message}`,
  );
}
