/** A cell by row and language, and whether its text is being written; `typed` is the letter that began it. */
export type Active = { row: number; column: number; isEditing: boolean; typed: string | null };

/** Where to go after a cell. */
export type Step = { rows: number; columns: number; isEditing: boolean };
