import { createContext } from 'react';

/** Below this zoom nobody can read a text: cards show their titles only, which is also what keeps 500 of them quick. */
export const READABLE = 0.45;

/** Whether the canvas is that far away. One listens for all cards: each for itself would cost a part of every frame. */
export const FarContext = createContext(false);
