package io.jukung.raftstore;

import java.io.IOException;

/** Another member says no, and will say so again. The message is one line for the user. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  RefusedException(String message) {
    super(message);
  }

  /** A name belongs to a member with another folder than the one that asks. */
  static RefusedException taken(String name) {
    return new RefusedException(
        name
            + " is a member already, with another data folder. A member whose folder is lost can't"
            + " come back: it has forgotten what it voted for. Remove it with 'jukung store members"
            + " remove "
            + name
            + "' at another member, then start it in a new folder with the options that 'jukung"
            + " store members add' prints");
  }
}
