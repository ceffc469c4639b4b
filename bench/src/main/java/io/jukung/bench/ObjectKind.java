package io.jukung.bench;

/** What the objects of a run are. */
public enum ObjectKind {
  /** Opaque text: the cost of the path alone. */
  CONFIGMAP("configmaps", "ConfigMap"),
  /** Pods nobody schedules: defaults, validation and many fields as well. */
  POD("pods", "Pod");

  private final String resource;
  private final String kind;

  ObjectKind(String resource, String kind) {
    this.resource = resource;
    this.kind = kind;
  }

  /** The plural name in paths. */
  public String resource() {
    return resource;
  }

  /** The body of object {@code name}, about {@code bytes} long, labelled {@code bench=run}. */
  public String body(String name, String run, int bytes) {
    String head =
        "{\"apiVersion\":\"v1\",\"kind\":\""
            + kind
            + "\",\"metadata\":{\"name\":\""
            + name
            + "\",\"labels\":{\"bench\":\""
            + run
            + "\"}},";
    String tail =
        switch (this) {
          case CONFIGMAP -> "\"data\":{\"text\":\"%s\"}}";
          case POD ->
              "\"spec\":{\"terminationGracePeriodSeconds\":0,\"automountServiceAccountToken\":false,"
                  + "\"containers\":[{\"name\":\"main\",\"image\":\"registry.example/app:1\","
                  + "\"resources\":{\"requests\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}},"
                  + "\"ports\":[{\"containerPort\":8080}],"
                  + "\"env\":[{\"name\":\"TEXT\",\"value\":\"%s\"}]}]}}";
        };
    int fill = Math.max(1, bytes - head.length() - tail.length());
    return head + tail.formatted(text(fill));
  }

  /** Words, since real objects compress. */
  private static String text(int length) {
    String words = "the small outrigger boat of Java and Bali ";
    return words.repeat(length / words.length() + 1).substring(0, length);
  }
}
