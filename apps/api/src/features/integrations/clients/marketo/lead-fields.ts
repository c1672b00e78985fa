import * as z from 'zod';
import type { PullTools } from '../../engine/client.ts';

const Described = z.object({
  result: z.array(
    z.looseObject({
      dataType: z.string().default(''),
      rest: z.object({ name: z.string() }).optional(),
    }),
  ),
});

/** The fields of a lead that the REST interface knows, with their types. */
export function leadFields(
  base: string,
  tools: PullTools,
): Promise<{ name: string; type: string }[]> {
  return tools.once('marketo lead fields', async () => {
    const call = { stream: 'leads', url: `${base}/rest/v1/leads/describe.json` };
    const { result } = await tools.ask(call, Described);
    return result.flatMap(({ rest, dataType }) =>
      rest ? [{ name: rest.name, type: dataType }] : [],
    );
  });
}
