// The drawings of the reactions, as strokes: not every machine has emoji.
import type { Face } from '../words/reactions.ts';

const round =
  'M12 3.5C6.5 3.5 3.4 7.5 3.5 12.2C3.6 17 7.5 20.6 12.2 20.5C17 20.4 20.6 16.6 20.5 11.8C20.4 7.3 17 3.6 12 3.5';

const drawings: Readonly<Record<Face, readonly string[]>> = {
  smile: [round, 'M9 9.5V10.5', 'M15 9.5V10.5', 'M8 14.2C10 17.2 14 17.2 16 14.2'],
  star: ['M12 3.5L14.6 9L20.5 9.7L16.1 13.8L17.3 19.7L12 16.7L6.7 19.7L7.9 13.8L3.5 9.7L9.4 9Z'],
  think: [round, 'M9 9.5V10.5', 'M15 8.8V9.8', 'M8.5 15.6C10 14.2 11.5 16.4 13 15C14 14.2 15 14.4 15.8 15'],
  oops: [
    round,
    'M9 9.2V10.2',
    'M15 9.2V10.2',
    'M12 13.6C10.6 13.6 10 14.6 10 15.6C10 16.7 10.8 17.6 12 17.6C13.2 17.6 14 16.7 14 15.6C14 14.5 13.4 13.6 12 13.6',
  ],
  heart: [
    'M12 19.8C6 15.8 3.4 12.6 3.5 9.3C3.6 6.4 5.6 4.6 7.9 4.6C9.7 4.6 11.2 5.6 12 7.3C12.8 5.6 14.3 4.6 16.1 4.6C18.4 4.6 20.4 6.4 20.5 9.3C20.6 12.6 18 15.8 12 19.8Z',
  ],
};

export function FaceIcon({ face }: { face: Face }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {drawings[face].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}
