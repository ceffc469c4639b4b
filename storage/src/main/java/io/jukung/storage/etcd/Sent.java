package io.jukung.storage.etcd;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Whether one call was put on the wire: what never was, no server can have done. */
final class Sent extends ClientStreamTracer.Factory {
  private volatile boolean sent;

  boolean sent() {
    return sent;
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void outboundHeaders() {
        sent = true;
      }
    };
  }
}
