package io.jukung.server.discovery;

import java.util.Optional;

/** What other servers serve, added to the documents of this one. Safe for all threads. */
public interface DiscoveryAdditions {
  /** {@code /apis}. */
  Document groups(Document local);

  /** {@code /apis} in the aggregated form. */
  Document aggregated(Document local);

  /** {@code /apis/<group>}; empty when nobody serves the group. */
  Optional<Document> group(String group, Optional<Document> local);
}
