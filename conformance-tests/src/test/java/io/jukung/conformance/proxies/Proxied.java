package io.jukung.conformance.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.bench.client.ApiRequest;
import io.jukung.conformance.objects.Resource;
import io.jukung.conformance.objects.Space;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A pod, a service and a node that stand for this machine, and requests through them. */
public final class Proxied {
  private final Space space;
  private final InetAddress address;

  /** Stands in the space. */
  public Proxied(Space space) throws IOException {
    this.space = space;
    this.address = Machine.address();
  }

  /** The address of this machine. */
  public InetAddress address() {
    return address;
  }

  /** A pod of this machine's address; its first port is the one given. Its path. */
  public String pod(String name, int port) throws IOException, InterruptedException {
    return pod(name, port, address.getHostAddress());
  }

  /** A pod of any address. */
  public String pod(String name, int port, String ip) throws IOException, InterruptedException {
    Resource pods = space.namespaced("v1", "pods", "Pod");
    pods.create(
        "{metadata: {name: "
            + name
            + "}, spec: {containers: [{name: c, image: i, ports: [{containerPort: "
            + port
            + "}]}]}}");
    pods.merge(
        name + "/status",
        "{status: {phase: Running, podIP: '" + ip + "', podIPs: [{ip: '" + ip + "'}]}}");
    return pods.path(name);
  }

  /** A service with a pod behind it; its ports are 80 for the one and 443 for the other. */
  public void service(String name, int http, int https) throws IOException, InterruptedException {
    pod(name, http);
    space
        .namespaced("v1", "services", "Service")
        .create(
            "{metadata: {name: "
                + name
                + "}, spec: {ports: [{name: http, port: 80}, {name: tls, port: 443}]}}");
    space
        .namespaced("v1", "endpoints", "Endpoints")
        .create(
            """
            metadata: {name: $NAME}
            subsets:
            - addresses: [{ip: $IP, targetRef: {kind: Pod, namespace: $NS, name: $NAME}}]
              ports: [{name: http, port: $HTTP}, {name: tls, port: $TLS}]
            """
                .replace("$NAME", name)
                .replace("$IP", address.getHostAddress())
                .replace("$HTTP", Integer.toString(http))
                .replace("$TLS", Integer.toString(https)));
  }

  /** A node whose kubelet listens at the port. Its path. */
  public String node(int kubelet) throws IOException, InterruptedException {
    Resource nodes = space.resource("v1", "nodes", "Node");
    nodes.create("{metadata: {name: node-$RUN}}");
    String name = "node-" + space.run();
    nodes.merge(
        name + "/status",
        "{status: {addresses: [{type: InternalIP, address: '"
            + address.getHostAddress()
            + "'}], daemonEndpoints: {kubeletEndpoint: {Port: "
            + kubelet
            + "}}}}");
    return nodes.path(name);
  }

  HttpResponse<byte[]> send(ApiRequest request) throws IOException, InterruptedException {
    return space.client().send(request);
  }

  /** The answer's text; the status is as expected. */
  String text(int status, ApiRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = send(request);
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).as(request.path() + " " + text).isEqualTo(status);
    return text;
  }

  /** What the server behind was sent. */
  JsonNode echo(String path) throws IOException, InterruptedException {
    return space.api().parse(text(200, ApiRequest.of("GET", path)));
  }
}
