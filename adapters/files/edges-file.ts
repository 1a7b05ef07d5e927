import { readEdgesBin } from './edges-bin.ts';
import { readEdgesCsv } from './edges-csv.ts';
import type { EdgesReading } from './edges-list.ts';

/** Reads a file of edges: binary if its name ends in `.bin`, CSV otherwise. */
export const readEdges = (file: string): EdgesReading => (file.toLowerCase().endsWith('.bin') ? readEdgesBin : readEdgesCsv)(file);
