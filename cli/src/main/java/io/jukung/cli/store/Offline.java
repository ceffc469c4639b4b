package io.jukung.cli.store;

import io.jukung.cli.ExitCode;
import io.jukung.cli.StartFailure;
import io.jukung.raftstore.OfflineStore;
import io.jukung.raftstore.StoreOpenException;
import java.nio.file.Path;

/** Stores that no server runs, with what goes wrong in the operator's words. */
public final class Offline {
  private Offline() {}

  /** Opens the store of a folder. */
  static OfflineStore open(Path dataDir) {
    try {
      return OfflineStore.open(dataDir);
    } catch (StoreOpenException e) {
      throw failure(e);
    }
  }

  /** How a command ends that can't open a folder. */
  public static StartFailure failure(StoreOpenException e) {
    ExitCode code =
        switch (e.reason()) {
          case IN_USE -> ExitCode.DATA_DIR_IN_USE;
          case TOO_NEW -> ExitCode.DATA_DIR_TOO_NEW;
          case MOVED -> ExitCode.STORE_MOVED;
          case UNUSABLE -> ExitCode.DATA_DIR_UNUSABLE;
        };
    return new StartFailure(code, String.valueOf(e.getMessage()));
  }
}
