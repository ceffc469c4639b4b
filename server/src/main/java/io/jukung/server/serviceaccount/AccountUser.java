package io.jukung.server.serviceaccount;

import io.jukung.registry.request.UserInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Service accounts as users.
 *
 * <p>Upstream: {@code k8s.io/apiserver/pkg/authentication/serviceaccount/util.go} at v1.36.
 */
public final class AccountUser {
  /** Where every service account's user name begins. */
  public static final String PREFIX = "system:serviceaccount:";

  /** The group of all service accounts. */
  public static final String ALL_GROUP = "system:serviceaccounts";

  /** In a user's extra: the pod its token is bound to. */
  public static final String POD_NAME = "authentication.kubernetes.io/pod-name";

  /** In a user's extra: the node its token is bound to, itself or through a pod. */
  public static final String NODE_NAME = "authentication.kubernetes.io/node-name";

  private static final String POD_UID = "authentication.kubernetes.io/pod-uid";
  private static final String NODE_UID = "authentication.kubernetes.io/node-uid";
  private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

  private AccountUser() {}

  /** The groups of the service accounts of a namespace. */
  public static List<String> groups(String namespace) {
    return List.of(ALL_GROUP, ALL_GROUP + ":" + namespace);
  }

  /** The account without further facts. */
  static UserInfo of(
      String namespace, TokenClaims.Reference account, Map<String, List<String>> extra) {
    return new UserInfo(
        PREFIX + namespace + ":" + account.name(), account.uid(), groups(namespace), extra);
  }

  /** What a user's extra says of a token; empty references are left out. */
  static Map<String, List<String>> extra(
      TokenClaims.Reference pod, TokenClaims.Reference node, String tokenId) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    if (!pod.name().isEmpty() && !pod.uid().isEmpty()) {
      extra.put(POD_NAME, List.of(pod.name()));
      extra.put(POD_UID, List.of(pod.uid()));
    }
    if (!tokenId.isEmpty()) {
      extra.put(CREDENTIAL_ID, List.of("JTI=" + tokenId));
    }
    if (!node.name().isEmpty()) {
      extra.put(NODE_NAME, List.of(node.name()));
      if (!node.uid().isEmpty()) {
        extra.put(NODE_UID, List.of(node.uid()));
      }
    }
    return extra;
  }
}
