// The players of a table in this window: sat down while the screen is there, and the onlooker beside them.
import { useEffect, useMemo } from 'preact/hooks';
import { useChanges } from '../../../page/use-changes.ts';
import { Player } from './player.ts';
import { tokensOf } from './stored.ts';

/** Those seats that this browser holds the sessions of. */
export function usePlayers(table: string): readonly Player[] {
  const players = useMemo(() => {
    const tokens = tokensOf(table) ?? [];
    return tokens.flatMap((token, index) => (token === null ? [] : [new Player(table, index)]));
  }, [table]);
  return useOpened(players);
}

export function useOnlooker(table: string): Player {
  const onlookers = useMemo(() => [new Player(table, undefined)] as const, [table]);
  useOpened(onlookers);
  return onlookers[0];
}

/** One seat alone; undefined where this browser does not hold its session. */
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
