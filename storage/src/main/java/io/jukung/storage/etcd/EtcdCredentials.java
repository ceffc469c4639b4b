package io.jukung.storage.etcd;

/**
 * A user of etcd's own authentication. The user needs a role that may read and write all keys.
 *
 * @param user the user's name
 * @param password its password
 */
public record EtcdCredentials(String user, String password) {
  /** Names the user only. */
  @Override
  public String toString() {
    return "EtcdCredentials[user=" + user + "]";
  }
}
