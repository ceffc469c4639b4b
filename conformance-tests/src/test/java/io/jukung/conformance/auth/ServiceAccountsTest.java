package io.jukung.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiClient;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.JsonApi;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import io.jukung.conformance.objects.Watch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Accounts of pods and their tokens. Upstream: {@code auth/service_accounts.go}. */
@ExtendWith(SharedCluster.class)
class ServiceAccountsTest {
  private static Resource accounts(Space space) throws Exception {
    return space.namespaced("v1", "serviceaccounts", "ServiceAccount");
  }

  @Test
  void anAccountLives(Space space) throws Exception {
    Resource accounts = accounts(space);
    String selector = "account=" + space.run();
    JsonNode created = accounts.create("{metadata: {name: one, labels: {account: $RUN}}}");
    assertThat(accounts.get("one").at("/metadata/uid")).isEqualTo(created.at("/metadata/uid"));
    Watch watch = accounts.watch("labelSelector=" + selector);
    assertThat(watch.next().sign()).isEqualTo("ADDED one");
    JsonNode patched =
        accounts.patch(
            "one",
            "application/strategic-merge-patch+json",
            "{automountServiceAccountToken: false}");
    assertThat(Long.parseLong(Resource.version(patched)))
        .isGreaterThan(Long.parseLong(Resource.version(created)));
    assertThat(watch.next().object()).isEqualTo(patched);
    JsonNode listed = accounts.in("").list("labelSelector=" + selector).path("items");
    assertThat(listed).hasSize(1);
    assertThat(listed.at("/0/automountServiceAccountToken").isBoolean()).isTrue();
    assertThat(listed.at("/0/automountServiceAccountToken").asBoolean()).isFalse();
    accounts.deleteAll(selector);
    watch.next("DELETED", "one");
    assertThat(accounts.absent("one")).isTrue();
  }

  @Test
  void anAccountIsUpdated(Space space) throws Exception {
    Resource accounts = accounts(space);
    JsonNode created =
        accounts.create("{metadata: {name: one}, automountServiceAccountToken: false}");
    assertThat(created.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    JsonNode updated =
        accounts.edit("one", account -> account.put("automountServiceAccountToken", true));
    assertThat(updated.path("automountServiceAccountToken").asBoolean()).isTrue();
    assertThat(accounts.get("one")).isEqualTo(updated);
  }

  /** The account, what the pod says, and whether the token is mounted. */
  private static final List<String> MOUNTS =
      List.of(
          "default - true",
          "mount - true",
          "nomount - false",
          "default true true",
          "mount true true",
          "nomount true true",
          "default false false",
          "mount false false",
          "nomount false false");

  @Test
  void podsAndAccountsOptOutOfTheToken(Space space) throws Exception {
    accounts(space).create("{metadata: {name: mount}, automountServiceAccountToken: true}");
    accounts(space).create("{metadata: {name: nomount}, automountServiceAccountToken: false}");
    Resource pods = space.namespaced("v1", "pods", "Pod");
    List<String> seen = new ArrayList<>();
    for (String expected : MOUNTS) {
      String[] words = expected.split(" ", -1);
      String automount =
          words[1].equals("-") ? "" : "automountServiceAccountToken: " + words[1] + ", ";
      JsonNode pod =
          pods.create(
              "{metadata: {generateName: pod-}, spec: {"
                  + automount
                  + "serviceAccountName: "
                  + words[0]
                  + ", containers: [{name: c, image: i}]}}");
      boolean mounted =
          pod.at("/spec/containers/0/volumeMounts")
              .findValuesAsText("mountPath")
              .contains("/var/run/secrets/kubernetes.io/serviceaccount");
      assertThat(pod.at("/spec/volumes").findValues("serviceAccountToken"))
          .hasSize(mounted ? 1 : 0);
      seen.add(words[0] + " " + words[1] + " " + mounted);
    }
    assertThat(seen).isEqualTo(MOUNTS);
  }

  @Test
  void aTokenIsMadeReviewedAndTaken(Space space) throws Exception {
    Resource accounts = accounts(space);
    JsonNode account = accounts.create("{metadata: {name: one}}");
    JsonNode made =
        space.api().call(201, ApiRequest.json("POST", accounts.path("one/token"), "{}"));
    String token = made.at("/status/token").asText();
    assertThat(token.split("\\.", -1)).hasSize(3);
    JsonNode review =
        space
            .api()
            .create(
                "/apis/authentication.k8s.io/v1/tokenreviews",
                space.yaml("{spec: {token: " + token + "}}"));
    assertThat(review.at("/status/authenticated").asBoolean()).isTrue();
    assertThat(review.at("/status/error").isMissingNode()).isTrue();
    String user = "system:serviceaccount:" + space.namespace() + ":one";
    assertThat(review.at("/status/user/username").asText()).isEqualTo(user);
    assertThat(review.at("/status/user/uid")).isEqualTo(account.at("/metadata/uid"));
    try (ApiClient client = new ApiClient(space.client().config().withToken(token))) {
      JsonNode self =
          new JsonApi(client)
              .create(
                  "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                  space.yaml("{apiVersion: authentication.k8s.io/v1, kind: SelfSubjectReview}"));
      assertThat(self.at("/status/userInfo/username").asText()).isEqualTo(user);
    }
    JsonNode wrong =
        space
            .api()
            .create(
                "/apis/authentication.k8s.io/v1/tokenreviews",
                space.yaml("{spec: {token: " + token + "x}}"));
    assertThat(wrong.at("/status/authenticated").asBoolean()).isFalse();
  }
}
