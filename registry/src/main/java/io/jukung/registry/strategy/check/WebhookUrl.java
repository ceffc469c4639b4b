package io.jukung.registry.strategy.check;

import io.jukung.registry.status.FieldError;
import java.util.List;

/** The URL of a webhook ({@code apiserver/pkg/util/webhook/validation.go} at v1.36). */
public final class WebhookUrl {
  private static final String FORM = "; desired format: https://host[/path]";

  private WebhookUrl() {}

  /** Adds what is wrong with the URL at a path. */
  public static void check(String path, String text, List<FieldError> errors) {
    GoUrl url;
    try {
      url = GoUrl.parse(text);
    } catch (GoUrl.SyntaxException e) {
      errors.add(FieldError.required(path, "url must be a valid URL: " + e.getMessage() + FORM));
      return;
    }
    if (!url.scheme().equals("https")) {
      errors.add(
          FieldError.invalid(path, url.scheme(), "'https' is the only allowed URL scheme" + FORM));
    }
    if (url.host().isEmpty()) {
      errors.add(FieldError.invalid(path, "", "host must be specified" + FORM));
    }
    url.user()
        .ifPresent(
            user ->
                errors.add(
                    FieldError.invalid(
                        path, user, "user information is not permitted in the URL")));
    if (!url.fragment().isEmpty()) {
      errors.add(
          FieldError.invalid(path, url.fragment(), "fragments are not permitted in the URL"));
    }
    if (!url.query().isEmpty()) {
      errors.add(
          FieldError.invalid(path, url.query(), "query parameters are not permitted in the URL"));
    }
  }
}
