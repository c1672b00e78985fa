import { detectEncoding, type RawRow } from '@openmops/domain/sources';
