package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Collects a response body, and cancels it if it is too long. */
final class LimitedBody implements BodySubscriber<byte[]> {
  /** The response was too long. */
  static final class TooLong extends IOException {}

  private final int limit;
  private final List<ByteBuffer> bytes = new ArrayList<>();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private int size;

  LimitedBody(int limit) {
    this.limit = limit;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription upstream) {
    subscription = upstream;
    upstream.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      if (part.remaining() > limit - size) {
        Objects.requireNonNull(subscription).cancel();
        body.completeExceptionally(new TooLong());
        return;
      }
      size += part.remaining();
      bytes.add(part);
    }
  }

  @Override
  public void onError(Throwable error) {
    body.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    ByteBuffer whole = ByteBuffer.allocate(size);
    bytes.forEach(whole::put);
    bytes.clear();
    body.complete(whole.array());
  }
}
