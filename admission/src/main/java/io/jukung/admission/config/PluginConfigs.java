package io.jukung.admission.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.config.ConfigException;
import io.jukung.registry.config.ConfigNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configurations of plugins, as texts. Immutable. */
public final class PluginConfigs {
  private static final List<String> VERSIONS =
      List.of("apiserver.config.k8s.io/v1", "apiserver.k8s.io/v1alpha1");

  /** What could be configured in the file itself before there was a kind for it. */
  private static final Map<String, String> LEGACY =
      Map.of("imagePolicy", "ImagePolicyWebhook", "podNodeSelectorPluginConfig", "PodNodeSelector");

  private final Map<String, byte[]> texts;

  private PluginConfigs(Map<String, byte[]> texts) {
    this.texts = texts;
  }

  /** No plugin has one. */
  public static PluginConfigs none() {
    return new PluginConfigs(Map.of());
  }

  /**
   * Reads a file and those it names; their paths begin at its folder.
   *
   * @throws ConfigException when one can't be read
   */
  public static PluginConfigs read(Path file) {
    byte[] text;
    try {
      text = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigException(
          "unable to read admission control configuration from \"" + file + "\" [" + e + "]");
    }
    ConfigNode root = ConfigNode.parse(text);
    Map<String, byte[]> texts = new LinkedHashMap<>();
    if (!root.has("kind") || !root.has("apiVersion")) {
      LEGACY.forEach(
          (field, plugin) -> {
            if (root.has(field)) {
              // As upstream, each of the two reads the whole file.
              LEGACY.values().forEach(name -> texts.put(name, text));
            }
          });
      if (!texts.isEmpty()) {
        return new PluginConfigs(texts);
      }
    }
    ConfigNode known =
        ConfigNode.parse(text, "AdmissionConfiguration", VERSIONS)
            .allow(Set.of("apiVersion", "kind", "plugins"));
    for (ConfigNode plugin : known.children("plugins")) {
      plugin.allow(Set.of("name", "path", "configuration"));
      if (!texts.containsKey(plugin.text("name"))) {
        text(file, plugin).ifPresent(found -> texts.put(plugin.text("name"), found));
      }
    }
    return new PluginConfigs(texts);
  }

  private static Optional<byte[]> text(Path file, ConfigNode plugin) {
    Optional<JsonNode> inline = plugin.raw("configuration");
    if (inline.isPresent()) {
      return Optional.of(inline.get().toString().getBytes(StandardCharsets.UTF_8));
    }
    if (plugin.text("path").isEmpty()) {
      return Optional.empty();
    }
    Path path = file.toAbsolutePath().resolveSibling(plugin.text("path"));
    try {
      return Optional.of(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new ConfigException(
          "Couldn't open admission plugin configuration " + path + ": " + e.getMessage());
    }
  }

  /** The text of a plugin's configuration. */
  public Optional<byte[]> of(String plugin) {
    return Optional.ofNullable(texts.get(plugin));
  }
}
