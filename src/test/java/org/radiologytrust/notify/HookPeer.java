package org.radiologytrust.notify;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.radiologytrust.peers.HttpPeer;

/** A webhook of somebody else, which fails as real ones do. */
final class HookPeer implements AutoCloseable {
  /** What it was sent. */
  record Call(String method, String path, Map<String, String> headers, String body) {
    /** Verifies the signature as docs/operate.md says. */
    boolean isSignedWith(String secret) throws Exception {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String signed = headers.get("X-RTL-Timestamp") + "." + body;
      byte[] digest = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return headers.get("X-RTL-Signature").equals("sha256=" + HexFormat.of().formatHex(digest));
    }
  }

  private final Deque<HttpPeer.Handler> faults = new ArrayDeque<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final HttpPeer peer;

  HookPeer() throws IOException {
    peer = new HttpPeer(this::handle);
  }

  private void handle(HttpPeer.Exchange exchange) throws IOException {
    calls.add(
        new Call(
            exchange.method,
            exchange.path,
            exchange.headers,
            new String(exchange.body, StandardCharsets.UTF_8)));
    HttpPeer.Handler fault;
    synchronized (faults) {
      fault = faults.poll();
    }
    if (fault == null) {
      exchange.send(204, "text/plain", new byte[0]);
    } else {
      fault.handle(exchange);
    }
  }

  /** How it answers the next call that has no answer yet. */
  void next(HttpPeer.Handler fault) {
    synchronized (faults) {
      faults.add(fault);
    }
  }

  List<Call> calls() {
    return calls;
  }

  URI url() {
    return peer.url().resolve("/hook");
  }

  @Override
  public void close() throws IOException {
    peer.close();
  }
}
