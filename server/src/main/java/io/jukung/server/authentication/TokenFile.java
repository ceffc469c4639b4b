package io.jukung.server.authentication;

import io.jukung.registry.request.UserInfo;
import io.jukung.server.authentication.Authenticator.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Static bearer tokens from a file in the format of kube-apiserver's {@code --token-auth-file}:
 * lines of {@code token,user,uid[,"group,group"]}.
 */
public final class TokenFile implements TokenAuthenticator {
  private static final int MAX_BYTES = 16 << 20;
  private final Map<String, UserInfo> users;

  private TokenFile(Map<String, UserInfo> users) {
    this.users = Map.copyOf(users);
  }

  /**
   * Reads a file; a token that stands there twice has its last meaning.
   *
   * @throws IOException when it can't be read, is over 16 MiB or has a line with fewer than three
   *     columns
   */
  public static TokenFile read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("token file " + file + " is larger than " + MAX_BYTES + " bytes");
    }
    Map<String, UserInfo> users = new HashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      List<String> columns = columns(line);
      if (columns.size() < 3) {
        throw new IOException(
            "token file "
                + file
                + ", line "
                + number
                + ": expected at least 3 columns (token, user name, user uid), found "
                + columns.size());
      }
      if (columns.getFirst().isEmpty()) {
        continue;
      }
      List<String> groups =
          columns.size() > 3 && !columns.get(3).isEmpty()
              ? List.of(columns.get(3).split(",", -1))
              : List.of();
      users.put(columns.getFirst(), new UserInfo(columns.get(1), columns.get(2), groups, Map.of()));
    }
    return new TokenFile(users);
  }

  /** The fields of a line of CSV; a quoted field may hold commas and doubled quotes. */
  private static List<String> columns(String line) {
    List<String> columns = new ArrayList<>();
    StringBuilder column = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        column.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        columns.add(column.toString().strip());
        column.setLength(0);
      } else {
        column.append(c);
      }
    }
    columns.add(column.toString().strip());
    return columns;
  }

  /** Who {@code token} stands for. */
  public Optional<UserInfo> user(String token) {
    return Optional.ofNullable(users.get(token));
  }

  @Override
  public Result authenticate(String token, List<String> audiences) {
    return user(token).<Result>map(Result.Authenticated::new).orElseGet(Result.Unknown::new);
  }
}
