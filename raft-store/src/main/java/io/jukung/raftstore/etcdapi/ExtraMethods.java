package io.jukung.raftstore.etcdapi;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.util.function.Function;

/** Methods of etcd's {@code rpc.proto} that jetcd's services don't know. */
final class ExtraMethods {
  private ExtraMethods() {}

  /**
   * A service with a method more.
   *
   * @param request a message whose fields, with those it does not know, are the method's
   * @param response such a message of its answer
   */
  static <Q extends Message, A extends Message> ServerServiceDefinition with(
      ServerServiceDefinition service, String method, Q request, A response, Function<Q, A> body) {
    String name = service.getServiceDescriptor().getName();
    MethodDescriptor<Q, A> descriptor =
        MethodDescriptor.<Q, A>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(name, method))
            .setRequestMarshaller(ProtoUtils.marshaller(request))
            .setResponseMarshaller(ProtoUtils.marshaller(response))
            .build();
    ServerServiceDefinition.Builder all = ServerServiceDefinition.builder(name);
    service.getMethods().forEach(all::addMethod);
    return all.addMethod(
            descriptor,
            ServerCalls.asyncUnaryCall(
                (asked, call) -> ApiErrors.answer(call, () -> body.apply(asked))))
        .build();
  }
}
