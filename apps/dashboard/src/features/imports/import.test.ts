import { expect, test } from 'vitest';
import type { ImportOptions, ImportPreview } from '../../api-types.ts';
import { FileImport, type ImportDoors, ImportModel } from './import.svelte.ts';

const previewOf = (accepted: number): ImportPreview =>
  ({
    detection: {
      mapping: { Day: 'day', Cost: 'spend' },
      headers: ['Day', 'Cost', 'Note'],
      unmapped: ['Note'],
    },
    report: { rows: { read: accepted, accepted, rejected: 0, ignored: 0 }, issues: [] },
    sample: { headers: [], rows: [] },
    replaces: null,
  }) as unknown as ImportPreview;

function doors(change: Partial<ImportDoors> = {}): ImportDoors & { asked: ImportOptions[] } {
  const asked: ImportOptions[] = [];
  return {
    asked,
    upload: async (_file, onProgress) => {
      onProgress(1);
      return { upload: 'up_1' };
    },
    preview: async (_upload, options) => {
      asked.push(options);
      return previewOf(3);
    },
    run: async () => ({ ...previewOf(3).report, batch: 'b_1' }),
    undo: async () => ({}),
    ...change,
  };
}

const file = new File(['Day,Cost\n2026-01-01,1'], 'report.csv');

test('a file is sent, read, imported and undone', async () => {
  const item = new FileImport(file, doors());
  await item.start();
  expect([item.status, item.sent, item.ready]).toEqual(['ready', 1, true]);
  await item.import();
  expect(item.status).toBe('done');
  await item.undo();
  expect(item.status).toBe('undone');
});

test('a changed column sends the whole mapping, an emptied answer sends none', async () => {
  const server = doors();
  const item = new FileImport(file, server);
  await item.start();
  await item.setTarget('Note', 'campaign');
  await item.setTarget('Cost', '');
  await item.setOptions({ currency: 'USD' });
  await item.setOptions({ currency: '' });
  expect(server.asked.at(-2)).toEqual({
    map: { columns: { Day: 'day', Note: 'campaign' } },
    currency: 'USD',
  });
  expect(server.asked.at(-1)).toEqual({ map: { columns: { Day: 'day', Note: 'campaign' } } });
});

test('the answer to an older question never replaces a newer one', async () => {
  const waiting: ((preview: ImportPreview) => void)[] = [];
  const item = new FileImport(
    file,
    doors({ preview: () => new Promise((resolve) => waiting.push(resolve)) }),
  );
  const first = item.start();
  await expect.poll(() => waiting.length).toBe(1);
  const second = item.setOptions({ currency: 'USD' });
  waiting[1]?.(previewOf(7));
  await second;
  waiting[0]?.(previewOf(1));
  await first;
  expect(item.preview?.report.rows.accepted).toBe(7);
});

test('a refusal names itself, and trying again does not send the file twice', async () => {
  let uploads = 0;
  let refuse = true;
  const item = new FileImport(
    file,
    doors({
      upload: async () => {
        uploads += 1;
        return { upload: 'up_1' };
      },
      preview: async () => {
        if (refuse) throw new Error('This file is no table.');
        return previewOf(2);
      },
    }),
  );
  await item.start();
  expect([item.status, item.problem?.message]).toEqual(['refused', 'This file is no table.']);
  refuse = false;
  await item.start();
  expect([item.status, uploads]).toEqual(['ready', 1]);
});

test('several files: those that are ready are imported in order, the others stay', async () => {
  const ran: string[] = [];
  let uploads = 0;
  const model = new ImportModel(
    doors({
      upload: async () => {
        uploads += 1;
        return { upload: `up_${uploads}` };
      },
      preview: async (upload) => previewOf(upload === 'up_2' ? 0 : 3),
      run: async (upload) => {
        ran.push(upload);
        return { ...previewOf(3).report, batch: upload };
      },
    }),
  );
  model.add([file, file, file]);
  await expect
    .poll(() => model.files.map((each) => each.status))
    .toEqual(['ready', 'ready', 'ready']);
  await model.importAll();
  expect(ran).toEqual(['up_1', 'up_3']);
});
