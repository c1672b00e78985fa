import type { Pack } from '../pack.ts';
import { recordStream } from '../parts/record-stream.ts';
import { prepareRow } from './row.ts';

/** Smartsheet: rows of plan sheets, by the titles of their columns. */
export const SMARTSHEET: Pack = {
  id: 'smartsheet',
  aliases: ['smartsheets'],
  name: 'Smartsheet',
  docs: [
    'https://developers.smartsheet.com/api/smartsheet/openapi/sheets',
    'https://developers.smartsheet.com/api/smartsheet/openapi/rows',
  ],
  channel: null,
  streams: [
    recordStream({
      id: 'rows',
      name: 'Rows of sheets',
      names: ['rows', 'row', 'sheets', 'sheet', 'sheet_rows', 'smartsheet', '*'],
      key: [],
      cursor: 'modifiedAt|modified_at|_fivetran_synced',
      deleted: 'deleted|_fivetran_deleted',
      prepare: prepareRow,
      mappings: [
        {
          table: 'plan_row',
          when: [{ path: 'derived.row_id', is: ['*'] }],
          fields: {
            sheet_id: 'derived.sheet_id',
            row_id: 'derived.row_id',
            sheet: 'derived.sheet',
            parent_row_id: 'parentId|parent_id',
            name: 'derived.name',
            campaign: 'derived.campaign',
            owner: 'derived.owner',
            status: 'derived.status',
            start_at: 'derived.start_at',
            end_at: 'derived.end_at',
            budget: 'derived.budget',
            currency: 'derived.currency',
            updated_at: 'modifiedAt|modified_at',
          },
        },
      ],
      types: { cells: ['array', 'string'], columns: ['array', 'string'], rows: ['array'] },
      rules: [
        { id: 'name_there', kind: 'required', field: 'name' },
        { id: 'end_after_start', kind: 'compare', left: 'start_at', is: '<=', right: 'end_at' },
        { id: 'budget_range', kind: 'range', field: 'budget', min: 0 },
      ],
    }),
  ],
};
