package io.jukung.controllers.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The hash that names what a pod template makes, letter for letter upstream's ({@code
 * controller.ComputeHash}): FNV-1a in 32 bits over the template as Go prints it and the number of
 * collisions so far. Safe for all threads.
 */
public final class PodTemplateHash {
  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final int COLLISION_BYTES = 8;

  private final ObjectMapper json = new ObjectMapper();
  private final GoLayout layout = GoLayout.load();

  /** The hash of a template. */
  public String of(PodTemplateSpec template, Optional<Integer> collisions) {
    JsonNode tree = json.valueToTree(template);
    return of(tree, collisions);
  }

  String of(JsonNode template, Optional<Integer> collisions) {
    String printed = new GoPrinter(layout).print("v1.PodTemplateSpec", template);
    int hash = fnv(FNV_OFFSET, printed.getBytes(StandardCharsets.UTF_8));
    if (collisions.isPresent()) {
      byte[] count = new byte[COLLISION_BYTES];
      for (int i = 0; i < Integer.BYTES; i++) {
        count[i] = (byte) (collisions.get() >>> (8 * i));
      }
      hash = fnv(hash, count);
    }
    return safe(Integer.toUnsignedString(hash));
  }

  /** Letters that spell no words, for text that ends up in names. */
  public static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      safe.append(ALPHABET.charAt(text.charAt(i) % ALPHABET.length()));
    }
    return safe.toString();
  }

  /** FNV-1 multiplies first, FNV-1a mixes first; this is the latter. */
  private static int fnv(int start, byte[] bytes) {
    int hash = start;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
