/** Settings of every session, whatever it does. */
const COMMON = {
  output_format_json_quote_64bit_integers: 1,
  join_use_nulls: 1,
  max_threads: 2,
  max_query_size: 16_777_216,
  // What is seen three times would be compiled, for longer than most of our statements run.
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
  compile_sort_description: 0,
} as const;

/** A question may not write, reach a file or an address, or hold the engine for long. */
export const ASK_SETTINGS = {
  ...COMMON,
  priority: 1,
  max_memory_usage: 400_000_000,
  max_bytes_before_external_group_by: 100_000_000,
  max_bytes_before_external_sort: 100_000_000,
  max_execution_time: 15,
  timeout_overflow_mode: 'throw',
  readonly: 1,
} as const;

/**
 * Long statements of our own: small blocks and spilling to disk keep the process small however
 * much is imported.
 */
export const RUN_SETTINGS = {
  ...COMMON,
  // Waits, block by block, while a question is answered.
  priority: 2,
  max_memory_usage: 400_000_000,
  max_bytes_before_external_group_by: 60_000_000,
  max_bytes_before_external_sort: 60_000_000,
  max_block_size: 16_384,
  min_insert_block_size_rows: 65_536,
  min_insert_block_size_bytes: 33_554_432,
  max_insert_threads: 1,
  max_partitions_per_insert_block: 0,
  // Of a long list of ids the index leaves out nothing, and looking takes longer than reading.
  use_index_for_in_with_subqueries_max_values: 1000,
  mutations_sync: 1,
  allow_replace_partition_from_empty_source: 1,
} as const;

/** One chunk of rows is one block: one part per month, each there as a whole or not at all. */
export const INSERT_SETTINGS = {
  max_insert_block_size: 1_048_576,
  min_insert_block_size_rows: 0,
  min_insert_block_size_bytes: 0,
  input_format_parallel_parsing: 0,
  async_insert: 0,
  max_partitions_per_insert_block: 0,
} as const;
