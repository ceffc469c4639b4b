package io.jukung.server.flowcontrol;

/**
 * Deals a hand of distinct queues to a flow by its hash, so that two flows seldom share all of
 * theirs ({@code pkg/util/shufflesharding} at v1.36).
 *
 * @param deckSize how many queues there are
 * @param handSize how many a flow gets, at most 15
 */
record ShuffleSharding(int deckSize, int handSize) {
  /** The queues of a flow; its hash is used as an unsigned number. */
  int[] deal(long hash) {
    int[] hand = new int[handSize];
    int[] remainders = new int[handSize];
    long rest = hash;
    for (int i = 0; i < handSize; i++) {
      remainders[i] = (int) Long.remainderUnsigned(rest, deckSize - i);
      rest = Long.divideUnsigned(rest, deckSize - i);
    }
    for (int i = 0; i < handSize; i++) {
      int card = remainders[i];
      for (int j = i; j > 0; j--) {
        if (card >= remainders[j - 1]) {
          card++;
        }
      }
      hand[i] = card;
    }
    return hand;
  }
}
