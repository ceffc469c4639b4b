package io.jukung.bench;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes an answer's body, keeps its first bytes and counts the rest: lists may be large. */
final class CountingSubscriber implements BodySubscriber<CountingSubscriber.Counted> {
  /** Enough for a Status and for a list's head, which comes first. */
  private static final int KEPT_BYTES = 4_096;

  /**
   * A body taken.
   *
   * @param length all its bytes
   * @param head its first few thousand bytes as text
   */
  record Counted(long length, String head) {}

  private final CompletableFuture<Counted> result = new CompletableFuture<>();
  private final StringBuilder head = new StringBuilder();
  private long length;

  static BodyHandler<Counted> handler() {
    return info -> new CountingSubscriber();
  }

  @Override
  public CompletionStage<Counted> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> items) {
    for (ByteBuffer item : items) {
      length += item.remaining();
      while (item.hasRemaining() && head.length() < KEPT_BYTES) {
        head.append((char) (item.get() & 0x7f));
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    result.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    result.complete(new Counted(length, head.toString()));
  }
}
