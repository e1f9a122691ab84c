import {HONEST, type Parts} from '../Life.ts';

/** A mistake that somebody could make, put in the place of an honest part; `breaks` names the promise that it must break. */
export type PlantedBug = {
  readonly name: string;
  readonly breaks: string;
  /** Fresh parts: what a bug remembers is of one world. */
  readonly plant: () => Parts;
};

export const bug = (name: string, breaks: string, parts: () => Partial<Parts>): PlantedBug => ({
  name,
  breaks,
  plant: () => ({...HONEST, ...parts()}),
});
