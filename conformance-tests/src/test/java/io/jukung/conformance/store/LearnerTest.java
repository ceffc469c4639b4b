package io.jukung.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.cluster.TestCluster;
import io.jukung.conformance.launcher.Launcher;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that joins as a learner, is lost, comes back, and gets its vote. */
class LearnerTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  @Test
  void aLearnerServesCostsNothingWhenLostAndIsPromoted() throws IOException, InterruptedException {
    try (TestCluster voter = TestCluster.startOwn();
        TestCluster learner = TestCluster.startOwn(StoreMembers.joining(voter, "--learner"))) {
      assertThat(roles(voter)).containsExactlyInAnyOrder("leader", "learner");
      create(learner, "by-the-learner");
      create(voter, "by-the-voter");
      assertThat(names(learner)).contains("by-the-learner", "by-the-voter");
      learner.kill();
      create(voter, "while-it-is-gone");
      Launcher.Ended refused =
          StoreMembers.run(voter, "promote", name(StoreMembers.list(voter), "learner"));
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.output())
          .contains("only a learner that is in sync with the leader can be promoted");
      learner.restart();
      assertThat(names(learner)).contains("while-it-is-gone");
      List<JsonNode> members = StoreMembers.list(learner);
      assertThat(StoreMembers.run(learner, "list").output()).contains("\"role\":\"learner\"");
      Launcher.Ended promoted = StoreMembers.run(learner, "promote", name(members, "learner"));
      assertThat(promoted.status()).as(promoted.output()).isZero();
      assertThat(roles(voter)).containsExactlyInAnyOrder("leader", "follower");
      Launcher.Ended again = StoreMembers.run(voter, "promote", name(members, "learner"));
      assertThat(again.output()).contains("votes already");
      create(learner, "with-a-vote");
      assertThat(names(voter)).contains("with-a-vote");
    }
  }

  private static List<String> roles(TestCluster server) throws IOException, InterruptedException {
    return StoreMembers.list(server).stream().map(member -> member.path("role").asText()).toList();
  }

  private static String name(List<JsonNode> members, String role) {
    return members.stream()
        .filter(member -> member.path("role").asText().equals(role))
        .map(member -> member.path("name").asText())
        .findFirst()
        .orElseThrow();
  }

  private static void create(TestCluster server, String name)
      throws IOException, InterruptedException {
    String body = "{\"metadata\":{\"name\":\"" + name + "\"}}";
    JsonNode _ = new JsonApi(server.client()).call(201, ApiRequest.json("POST", MAPS, body));
  }

  private static List<String> names(TestCluster server) throws IOException, InterruptedException {
    return new JsonApi(server.client()).get(MAPS).findValuesAsText("name");
  }
}
