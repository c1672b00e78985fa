import type { Command } from './commands.svelte.ts';

/** The commands whose words all occur, those that begin with the text first. */
export function matching(commands: Command[], text: string, limit = 60): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return commands.slice(0, limit);
  return commands
    .map((command) => {
      const label = command.label.toLowerCase();
      const whole = `${label} ${command.hint ?? ''} ${command.group}`.toLowerCase();
      if (!words.every((word) => whole.includes(word))) return null;
      const rank = label.startsWith(words[0] as string)
        ? 0
        : label.includes(words[0] as string)
          ? 1
          : 2;
      return { command, rank };
    })
    .filter((found) => found !== null)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map((found) => found.command);
}
