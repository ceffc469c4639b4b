package io.jukung.raftstore;

import io.jukung.storage.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a leader knows of the proposals of one term, so that a proposer whose call broke off can
 * learn whether it got through: once asked about, one that had not come is never taken. Safe for
 * use by any number of threads.
 */
final class Settled {
  /** How many of a client's newest proposals are known. */
  private static final int KNOWN = 256;

  /** The most clients in a term, one for each start of a member; more are not served. */
  private static final int CLIENTS = 1_024;

  // Guarded by this.
  private final Map<Bytes, NavigableMap<Long, Boolean>> taken = new HashMap<>();
  private long term;

  /** Notes that a proposal has come; false when it must not be taken any more. */
  synchronized boolean take(Consensus.Proposal proposal) {
    Optional<NavigableMap<Long, Boolean>> known = of(proposal);
    if (known.isEmpty() || forgotten(known.get(), proposal) || has(known.get(), proposal)) {
      return false;
    }
    note(known.get(), proposal.id(), true);
    return true;
  }

  /** Notes that a proposal taken has not got into the log. */
  synchronized void refused(Consensus.Proposal proposal) {
    of(proposal).ifPresent(known -> known.replace(proposal.id(), false));
  }

  /** Whether a proposal may be in the log; when not, it never will be. */
  synchronized boolean mayBeIn(Consensus.Proposal proposal) {
    Optional<NavigableMap<Long, Boolean>> known = of(proposal);
    if (known.isEmpty() || forgotten(known.get(), proposal)) {
      return true;
    }
    if (!has(known.get(), proposal)) {
      note(known.get(), proposal.id(), false);
    }
    return Boolean.TRUE.equals(known.get().get(proposal.id()));
  }

  /** What is known of a client; empty when nothing can be, as the term is over. */
  private Optional<NavigableMap<Long, Boolean>> of(Consensus.Proposal proposal) {
    if (proposal.term() > term) {
      term = proposal.term();
      taken.clear();
    }
    if (proposal.term() < term
        || (taken.size() >= CLIENTS && !taken.containsKey(proposal.client()))) {
      return Optional.empty();
    }
    return Optional.of(taken.computeIfAbsent(proposal.client(), client -> new TreeMap<>()));
  }

  private static boolean forgotten(NavigableMap<Long, Boolean> known, Consensus.Proposal proposal) {
    return known.size() >= KNOWN && proposal.id() < known.firstKey();
  }

  private static boolean has(NavigableMap<Long, Boolean> known, Consensus.Proposal proposal) {
    return known.containsKey(proposal.id());
  }

  private static void note(NavigableMap<Long, Boolean> known, long id, boolean in) {
    known.put(id, in);
    if (known.size() > KNOWN) {
      var _ = known.pollFirstEntry();
    }
  }
}
