package org.radiologytrust.llm.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;

/** Interprets exceptions from the route {@code model-call}. */
public final class RouteFailure {
  private RouteFailure() {}

  /**
   * Returns the failure that an exception stands for. Only connection problems count as the
   * server's. Other exceptions are errors of this product: they are thrown, so that they are not
   * retried or taken for a server's failure.
   *
   * @throws InterruptedException when the thread was interrupted
   */
  public static ModelFailure of(ChatCall call, Throwable cause) throws InterruptedException {
    if (cause instanceof ModelFailure failure) {
      return failure;
    }
    if (cause instanceof InterruptedException
        || cause instanceof IOException && Thread.currentThread().isInterrupted()) {
      Thread.interrupted(); // clears the flag, because the exception now carries the interrupt
      throw new InterruptedException("interrupted during a call to a model");
    }
    if (cause instanceof IOException e) {
      return connection(call, e);
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException("the route model-call failed", cause);
  }

  private static ModelFailure connection(ChatCall call, IOException cause) {
    String who = call.who();
    if (cause instanceof ConnectionRequestTimeoutException) {
      return new ModelFailure(Reason.BUSY, who + ": no HTTP connection was free in time");
    }
    if (cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException
        || cause instanceof ConnectTimeoutException) {
      return new ModelFailure(Reason.UNREACHABLE, who + ": no server answers at " + call.server());
    }
    if (cause instanceof SocketTimeoutException) {
      return new ModelFailure(Reason.STALLED, who + " stalled before the first token");
    }
    return new ModelFailure(Reason.BROKEN_STREAM, who + ": the connection broke");
  }
}
