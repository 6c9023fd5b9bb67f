package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Collects a response, and breaks off when it is longer than allowed. */
final class LimitedBody implements BodySubscriber<byte[]> {
  /** The response was longer than allowed. */
  static final class TooLong extends IOException {}

  private final int limit;
  private final List<ByteBuffer> bytes = new ArrayList<>();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Subscription subscription;
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
        subscription.cancel();
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
