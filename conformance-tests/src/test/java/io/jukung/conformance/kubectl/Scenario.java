package io.jukung.conformance.kubectl;

/**
 * Something a user does, in a namespace of its own.
 *
 * @param name the commands it is about
 */
record Scenario(String name, Play play) {
  /** The commands and what they must print. */
  interface Play {
    /** Plays it. */
    void with(Kubectl kubectl) throws Exception;
  }
}
