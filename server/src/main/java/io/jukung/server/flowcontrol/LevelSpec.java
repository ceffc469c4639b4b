package io.jukung.server.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a PriorityLevelConfiguration says.
 *
 * @param exempt whether its requests never wait
 * @param shares its part of the server's seats
 * @param lendablePercent how many of its seats others may have
 * @param borrowingPercent how many seats of others it may have, of its own; negative is no bound
 * @param queues how many; 0 rejects at once what has no seat
 */
record LevelSpec(
    String name,
    String uid,
    boolean exempt,
    int shares,
    int lendablePercent,
    int borrowingPercent,
    int queues,
    int handSize,
    int queueLength) {
  /** Reads an object of the API. */
  static LevelSpec of(JsonNode object) {
    JsonNode spec = object.path("spec");
    boolean exempt = spec.path("type").asText().equals("Exempt");
    JsonNode limits = spec.path(exempt ? "exempt" : "limited");
    JsonNode queuing = limits.at("/limitResponse/queuing");
    boolean queued = limits.at("/limitResponse/type").asText().equals("Queue");
    return new LevelSpec(
        object.at("/metadata/name").asText(),
        object.at("/metadata/uid").asText(),
        exempt,
        limits.path("nominalConcurrencyShares").asInt(exempt ? 0 : 30),
        limits.path("lendablePercent").asInt(0),
        limits.path("borrowingLimitPercent").asInt(-1),
        queued ? queuing.path("queues").asInt(64) : 0,
        queued ? queuing.path("handSize").asInt(8) : 1,
        queued ? queuing.path("queueLengthLimit").asInt(50) : 0);
  }

  /** The level that is there whatever the objects say: for all that nothing else fits. */
  static LevelSpec catchAll() {
    return new LevelSpec("catch-all", "", false, 5, 0, -1, 0, 1, 0);
  }

  /** The level of those who never wait. */
  static LevelSpec exemptLevel() {
    return new LevelSpec("exempt", "", true, 0, 0, -1, 0, 1, 0);
  }
}
