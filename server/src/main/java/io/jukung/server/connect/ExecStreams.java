package io.jukung.server.connect;

import java.util.ArrayList;
import java.util.List;

/**
 * Which streams an exec or attach has.
 *
 * @param tty a terminal: no error output of its own, and resizing
 */
record ExecStreams(boolean stdin, boolean stdout, boolean stderr, boolean tty) {
  /** The query for the kubelet, in the order in which Go sorts it; commands go in front. */
  List<String> query() {
    List<String> query = new ArrayList<>();
    if (stderr) {
      query.add("error=1");
    }
    if (stdin) {
      query.add("input=1");
    }
    if (stdout) {
      query.add("output=1");
    }
    if (tty) {
      query.add("tty=1");
    }
    return query;
  }
}
