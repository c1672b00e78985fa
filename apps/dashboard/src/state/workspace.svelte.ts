import { may, type Permission } from '@openmops/domain/workspace';
import { getContext, setContext } from 'svelte';
import { apiFor } from '../api.ts';
import type { Api, Session, WorkspaceInfo } from '../api-types.ts';

const KEY = Symbol('workspace');

/** The workspace of the screen, for everything below the shell. */
export class CurrentWorkspace {
  #info: () => WorkspaceInfo;
  #session: () => Session;

  constructor(info: () => WorkspaceInfo, session: () => Session) {
    this.#info = info;
    this.#session = session;
  }
  get info(): WorkspaceInfo {
    return this.#info();
  }
  get session(): Session {
    return this.#session();
  }
  get slug(): string {
    return this.#info().slug;
  }
  get api(): Api {
    return apiFor(this.#info().slug);
  }
  may(permission: Permission): boolean {
    return may(this.#info().role, permission);
  }
}

export function provideWorkspace(workspace: CurrentWorkspace): void {
  setContext(KEY, workspace);
}

export function useWorkspace(): CurrentWorkspace {
  return getContext<CurrentWorkspace>(KEY);
}
