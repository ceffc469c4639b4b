package io.jukung.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.cluster.Await;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.SharedCluster;
import io.jukung.conformance.objects.Space;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reviews say what then happens. Upstream: {@code auth/subjectreviews.go}. */
@ExtendWith(SharedCluster.class)
class ReviewsTest {
  private static final String ROOT = "/apis/authorization.k8s.io/v1/";

  /** What both reviews, the whole cluster's and the namespace's, say of listing config maps. */
  private static boolean reviewed(Space space, String user, String uid) throws Exception {
    String review =
        """
        metadata: {$META}
        spec:
          user: $USER
          uid: $UID
          groups:
          - system:authenticated
          - system:serviceaccounts
          - system:serviceaccounts:$NS
          resourceAttributes: {verb: list, resource: configmaps, namespace: $NS, version: v1}
        """
            .replace("$USER", user)
            .replace("$UID", uid);
    JsonNode whole =
        space.api().create(ROOT + "subjectaccessreviews", space.yaml(review.replace("$META", "")));
    JsonNode local =
        space
            .api()
            .create(
                ROOT + "namespaces/" + space.namespace() + "/localsubjectaccessreviews",
                space.yaml(review.replace("$META", "namespace: $NS")));
    assertThat(local.at("/status/allowed")).isEqualTo(whole.at("/status/allowed"));
    return whole.at("/status/allowed").asBoolean();
  }

  private static int listed(Space space, String user, String uid) throws Exception {
    return space
        .client()
        .send(
            ApiRequest.of("GET", "/api/v1/namespaces/" + space.namespace() + "/configmaps")
                .with("Impersonate-User", user)
                .with("Impersonate-Uid", uid)
                .with("Impersonate-Group", "system:authenticated"))
        .statusCode();
  }

  @Test
  void reviewsAgreeWithWhatIsAllowed(Space space) throws Exception {
    Resource accounts = space.namespaced("v1", "serviceaccounts", "ServiceAccount");
    String uid = accounts.create("{metadata: {name: one}}").at("/metadata/uid").asText();
    String user = "system:serviceaccount:" + space.namespace() + ":one";
    assertThat(reviewed(space, user, uid)).isFalse();
    assertThat(listed(space, user, uid)).isEqualTo(403);
    space
        .namespaced("rbac.authorization.k8s.io/v1", "roles", "Role")
        .create(
            "{metadata: {name: r}, rules: [{apiGroups: [''], resources: [configmaps], verbs:"
                + " [list]}]}");
    space
        .namespaced("rbac.authorization.k8s.io/v1", "rolebindings", "RoleBinding")
        .create(
            """
            metadata: {name: b}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}
            subjects: [{kind: ServiceAccount, name: one, namespace: $NS}]
            """);
    Await.until(
        "the binding counts", Duration.ofSeconds(30), () -> listed(space, user, uid) == 200);
    assertThat(reviewed(space, user, uid)).isTrue();
  }
}
