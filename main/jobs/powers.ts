/** A process that runs jobs: started by the host, killed by whoever asked for it. Messages are plain JSON or bytes. */
export interface JobProcess {
  send(message: unknown): void
  /** Hears its messages; a later call takes the place of an earlier one, since a process may serve job after job. */
  onMessage(hear: (message: unknown) => void): void
  /** Hears its end; again the latest call alone is told. */
  onExit(hear: (code: number | null) => void): void
  kill(): void
}

/** What only a host has, handed to the workbench. */
export interface Powers {
  /** Starts a fresh process running `main/jobs/process.ts`: utilityProcess under Electron, child_process elsewhere. */
  readonly spawn: () => JobProcess
}
