declare const brand: unique symbol;

/** `T` that went through the parser of `Name`; only that parser and codecs cast into it. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
