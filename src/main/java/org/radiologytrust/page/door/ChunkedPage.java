package org.radiologytrust.page.door;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.runtime.DaemonThreads;
import org.radiologytrust.session.BodyRoom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a page in chunks while a thread of its own makes it. A dot goes out every few seconds while
 * nothing else does: whoever waits sees that something happens, and no proxy gives up. If the
 * browser goes away, the thread is interrupted.
 */
final class ChunkedPage extends Writer implements PageStream {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkedPage.class);
  private static final int BEAT_MILLIS = 5_000;
  private static final String BEAT = ".";

  private final HttpServerResponse response;
  private final StringBuilder made = new StringBuilder();
  private boolean waiting;
  private boolean gone;
  private boolean finished;

  private ChunkedPage(HttpServerResponse response) {
    this.response = response;
  }

  /** Begins; the status and the headers of the response are set. */
  static void send(RoutingContext c, StreamedPage page) {
    HttpServerResponse response = c.response();
    ChunkedPage out = new ChunkedPage(response);
    // a thread that ends with the page keeps nothing of it
    Thread maker = DaemonThreads.named("page").newThread(() -> out.make(page));
    response.setChunked(true);
    // a proxy must not collect the page
    response.putHeader("X-Accel-Buffering", "no");
    long beat = c.vertx().setPeriodic(BEAT_MILLIS, t -> out.beat());
    c.addEndHandler(
        ended -> {
          c.vertx().cancelTimer(beat);
          if (ended.failed()) {
            out.leave(maker);
          }
        });
    // the body was read, and the page may take minutes: other requests need the room
    BodyRoom.leave(c);
    maker.start();
  }

  private void make(StreamedPage page) {
    try {
      try {
        HtmlPage.render(page.template(), page.model().apply(this), this);
      } finally {
        finish();
        // before its last bytes: whoever has the whole page may ask again at once
        page.ended().run();
      }
      end();
    } catch (RuntimeException e) {
      cut(e);
    }
  }

  /** The text of the failure may name a patient. The browser sees that the page is not complete. */
  private void cut(RuntimeException failure) {
    if (!gone()) {
      LOG.error("a page failed: {}", failure.getClass().getName());
    }
    response.reset();
  }

  private synchronized void leave(Thread maker) {
    gone = true;
    if (!finished) {
      maker.interrupt();
    }
  }

  /** From here on the thread is not interrupted: what stays of the page is still to be written. */
  private synchronized void finish() {
    finished = true;
    Thread.interrupted();
  }

  private synchronized boolean gone() {
    return gone || response.closed();
  }

  private synchronized void beat() {
    if (waiting && !gone()) {
      response.write(BEAT);
    }
  }

  @Override
  public synchronized void write(char[] text, int start, int length) {
    waiting = false;
    made.append(text, start, length);
  }

  @Override
  public synchronized void send() {
    if (gone()) {
      throw new UncheckedIOException(new IOException("the browser has gone"));
    }
    response.write(made.toString());
    made.setLength(0);
    waiting = true;
  }

  private synchronized void end() {
    if (!gone()) {
      response.end(made.toString());
    }
  }

  /** The template does not say when: {@link #send} does. */
  @Override
  public void flush() {
    // nothing to do
  }

  @Override
  public void close() {
    // the end of the page is sent by make
  }
}
