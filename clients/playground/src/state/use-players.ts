// The players of a table in this window, connected while the screen is shown, and its spectator.
import { useEffect, useMemo } from 'preact/hooks';
import { useChanges } from '../../../page/use-changes.ts';
import { Player } from './player.ts';
import { tokensOf } from './stored.ts';

/** The players of the seats whose tokens this browser has. */
export function usePlayers(table: string): readonly Player[] {
  const players = useMemo(() => {
    const tokens = tokensOf(table) ?? [];
    return tokens.flatMap((token, index) => (token === null ? [] : [new Player(table, index)]));
  }, [table]);
  return useOpened(players);
}

export function useSpectator(table: string): Player {
  const spectators = useMemo(() => [new Player(table, undefined)] as const, [table]);
  useOpened(spectators);
  return spectators[0];
}

/** The player of one seat; undefined if this browser does not have its token. */
export function usePlayer(table: string, index: number): Player | undefined {
  const players = useMemo(() => {
    return tokensOf(table)?.[index] ? [new Player(table, index)] : [];
  }, [table, index]);
  return useOpened(players)[0];
}

function useOpened(players: readonly Player[]): readonly Player[] {
  useEffect(() => {
    for (const player of players) player.open();
    return () => {
      for (const player of players) player.close();
    };
  }, [players]);
  useChanges(players);
  return players;
}
