package io.jukung.registry.store;

import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.status.StatusException;
import io.jukung.registry.status.StatusException.Details;
import io.jukung.storage.StoreException;
import java.util.List;
import java.util.function.Supplier;

/**
 * The store's failures as clients are told of them ({@code
 * k8s.io/apiserver/pkg/storage/errors/storage.go} at v1.36).
 */
final class StoreErrors {
  static final String LIST_EXPIRED = "The resourceVersion for the provided list is too old.";
  static final String CONTINUE_EXPIRED =
      "The provided continue parameter is too old to display a consistent list result. You can"
          + " start a new list without the continue parameter, or use the continue token in this"
          + " response to retrieve the remainder of the results. Continuing with the provided token"
          + " results in an inconsistent list - objects that were created, modified, or deleted"
          + " between the time the first chunk was returned and now may show up in the list.";

  /** The most bytes a request's body has, which the store's own limit is above. */
  private static final int BODY_LIMIT_BYTES = 3145728;

  private static final int RETRY_AFTER_SECONDS = 2;

  private StoreErrors() {}

  /** Runs a step on the store. */
  static <T> T call(GroupVersionResource resource, String verb, Supplier<T> step) {
    try {
      return step.get();
    } catch (StoreException e) {
      throw status(resource, verb, e);
    }
  }

  /** The answer to a request that failed so. */
  static StatusException status(GroupVersionResource resource, String verb, StoreException cause) {
    String text = cause.getMessage() == null ? "" : cause.getMessage();
    return switch (cause) {
      case StoreException.Compacted _ -> StatusException.expired(LIST_EXPIRED);
      case StoreException.FutureRevision e ->
          ResourceVersions.tooLarge(e.currentRevision() + 1, e.currentRevision());
      case StoreException.TooLarge _ ->
          StatusException.requestEntityTooLarge(
              "Request entity too large: limit is " + BODY_LIMIT_BYTES);
      case StoreException.Unavailable _ -> StatusException.serviceUnavailable(text);
      case StoreException.Uncertain _ -> serverTimeout(resource, verb);
      case StoreException.LeaseNotFound _, StoreException.Invalid _ ->
          StatusException.internal(text);
    };
  }

  /** The request may or may not have done its work. */
  static StatusException serverTimeout(GroupVersionResource resource, String verb) {
    return new StatusException(
        500,
        "ServerTimeout",
        "The "
            + verb
            + " operation against "
            + resource.groupResource()
            + " could not be completed at this time, please try again.",
        new Details("", resource.group(), resource.resource(), "", List.of(), RETRY_AFTER_SECONDS));
  }
}
