package org.radiologytrust.peers.hl7;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.runtime.DaemonThreads;

/**
 * A receiver behind a line that breaks as a test says. It keeps a chart: what stands of each
 * order's results, as OBX-11 says. A message with a control id that it has is acknowledged and not
 * applied again.
 */
public abstract class Receiver implements AutoCloseable {
  /** What becomes of one message. */
  public enum Fault {
    NONE,
    /** AE, and the message is not stored. */
    ERROR,
    /** AR, and the message is not stored. */
    REJECT,
    /** Stored, and the answer is to another message. */
    OTHER_ID,
    /** Stored, and the answer is no HL7. */
    NONSENSE,
    /** Stored, and the connection ends without an answer. */
    LOST_ANSWER,
    /** Not stored: the connection ends. */
    DROPPED,
    /** Stored, and no answer comes as long as the sender waits. */
    SILENCE
  }

  private static final int END = 0x1c;

  private final Supplier<Fault> plan;
  private final int port;
  private final int hidden;
  private final Map<String, String> stored = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> charts = new LinkedHashMap<>();
  private final List<String> changed = new ArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private volatile Predicate<String> refused = message -> false;
  private ServerSocket line;

  Receiver(Supplier<Fault> plan) throws IOException {
    this.plan = plan;
    this.port = FreePorts.one();
    this.hidden = FreePorts.one();
  }

  /** Starts the server, which listens on this port of the loopback interface. */
  abstract void startServer(int port) throws Exception;

  abstract void stopServer() throws Exception;

  /** Tells the server how to answer the next message. */
  abstract void announce(Fault fault) throws IOException;

  /** The server has answered. */
  abstract void answered() throws IOException;

  public int port() {
    return port;
  }

  /** Starts, also after a stop. */
  public final void start() throws Exception {
    startServer(hidden);
    ServerSocket accepting = new ServerSocket();
    accepting.setReuseAddress(true);
    accepting.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    line = accepting;
    DaemonThreads.named("receiver").newThread(() -> accept(accepting)).start();
  }

  /** Ends, as a receiver does that is restarted; what it stored it keeps. */
  public void stop() throws Exception {
    line.close();
    stopServer();
  }

  /** The messages by their control ids, in the order in which they were stored. */
  public synchronized Map<String, String> stored() {
    return new LinkedHashMap<>(stored);
  }

  /** From now on answers AR to these messages, whatever the plan says. */
  public void refuse(Predicate<String> messages) {
    refused = messages;
  }

  /** How many messages came, those included that it did not take. */
  public int looks() {
    return looks.get();
  }

  /** Control ids that came with other bytes than before. */
  public synchronized List<String> changed() {
    return List.copyOf(changed);
  }

  /** What stands under an order: OBX-11 by OBX-3.1 and OBX-4. */
  public synchronized Map<String, String> chart(String filler) {
    return Map.copyOf(charts.getOrDefault(filler, Map.of()));
  }

  private void accept(ServerSocket accepting) {
    while (!accepting.isClosed()) {
      try (Socket sender = accepting.accept()) {
        pass(sender);
      } catch (IOException e) {
        // the line was closed, or the sender gave up
      }
    }
  }

  private void pass(Socket sender) throws IOException {
    byte[] frame = frame(sender.getInputStream());
    if (frame.length == 0) {
      return;
    }
    looks.incrementAndGet();
    Fault fault =
        refused.test(new String(frame, StandardCharsets.UTF_8)) ? Fault.REJECT : plan.get();
    if (fault == Fault.DROPPED) {
      return;
    }
    announce(fault);
    byte[] answer;
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), hidden)) {
      peer.getOutputStream().write(frame);
      peer.getOutputStream().flush();
      answer = frame(peer.getInputStream());
    }
    answered();
    switch (fault) {
      case LOST_ANSWER -> {
        return;
      }
      case SILENCE -> {
        // until the sender closes
      }
      case NONSENSE ->
          sender
              .getOutputStream()
              .write("\u000bno such page\u001c\r".getBytes(StandardCharsets.UTF_8));
      default -> sender.getOutputStream().write(answer);
    }
    while (sender.getInputStream().read() >= 0) {
      continue;
    }
  }

  /** A frame with its marks; empty if the connection ended before. */
  private static byte[] frame(InputStream in) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0) {
      frame.write(next);
      if (next == END) {
        frame.write('\r');
        return frame.toByteArray();
      }
      next = in.read();
    }
    return new byte[0];
  }

  /** Stores a message and applies it to the chart, unless its control id is known. */
  synchronized void store(String id, String text) {
    String before = stored.putIfAbsent(id, text);
    if (before != null) {
      if (!before.equals(text)) {
        changed.add(id);
      }
      return;
    }
    Map<String, String> chart = new LinkedHashMap<>();
    for (String segment : text.split("\r")) {
      String[] fields = segment.split("\\|", -1);
      if (fields[0].equals("OBR")) {
        chart = charts.computeIfAbsent(fields[3].split("\\^")[0], f -> new LinkedHashMap<>());
      } else if (fields[0].equals("OBX")) {
        String key = fields[3].split("\\^")[0] + " " + fields[4];
        if (fields[11].equals("D")) {
          chart.remove(key);
        } else {
          chart.put(key, fields[11]);
        }
      }
    }
  }

  @Override
  public void close() throws Exception {
    stop();
  }
}
