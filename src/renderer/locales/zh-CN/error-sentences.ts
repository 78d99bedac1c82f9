/** A sentence for every code of an area of the English catalogue: a code that is left out does not compile. */
export type Sentences<Area extends Readonly<Record<string, string>>> = { readonly [Code in keyof Area]: string }
