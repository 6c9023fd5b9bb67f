package org.radiologytrust.ingest.hl7.out;

import ca.uhn.hl7v2.AcknowledgmentCode;
import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.app.HL7Service;
import ca.uhn.hl7v2.llp.MinLowerLayerProtocol;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.parser.CanonicalModelClassFactory;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.util.idgenerator.InMemoryIDGenerator;
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
import java.util.function.Supplier;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.runtime.DaemonThreads;

/**
 * A receiver by HAPI HL7v2 behind a line that breaks as a test says. It keeps a chart: what stands
 * of each order's results, as OBX-11 says. A message with a control id that it has is acknowledged
 * and not applied again.
 */
final class HapiReceiver implements AutoCloseable {
  /** What becomes of one message. */
  enum Fault {
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
  private final int hidden = FreePorts.one();
  private final Map<String, String> stored = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> charts = new LinkedHashMap<>();
  private final List<String> changed = new ArrayList<>();
  private DefaultHapiContext context;
  private HL7Service server;
  private ServerSocket line;
  private volatile Fault fault = Fault.NONE;

  HapiReceiver(Supplier<Fault> plan) throws Exception {
    this.plan = plan;
    start();
    port = line.getLocalPort();
  }

  int port() {
    return port;
  }

  private void start() throws Exception {
    context = new DefaultHapiContext();
    context.setModelClassFactory(new CanonicalModelClassFactory("2.5"));
    context.getParserConfiguration().setIdGenerator(new InMemoryIDGenerator());
    // reads MSH-18
    context.setLowerLayerProtocol(new MinLowerLayerProtocol(true));
    server = context.newServer(hidden, false);
    server.registerApplication("ORU", "R01", new Application());
    server.startAndWait();
    line = new ServerSocket();
    line.setReuseAddress(true);
    line.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    ServerSocket accepting = line;
    DaemonThreads.named("receiver").newThread(() -> accept(accepting)).start();
  }

  /** Ends, as a receiver does that is restarted; what it stored it keeps. */
  void stop() throws Exception {
    line.close();
    server.stopAndWait();
    context.close();
  }

  void restart() throws Exception {
    start();
  }

  /** The messages by their control ids, in the order in which they were stored. */
  synchronized Map<String, String> stored() {
    return new LinkedHashMap<>(stored);
  }

  /** Control ids that came with other bytes than before. */
  synchronized List<String> changed() {
    return List.copyOf(changed);
  }

  /** What stands under an order: OBX-11 by OBX-3.1 and OBX-4. */
  synchronized Map<String, String> chart(String filler) {
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
    fault = plan.get();
    if (fault == Fault.DROPPED) {
      return;
    }
    byte[] answer;
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), hidden)) {
      peer.getOutputStream().write(frame);
      peer.getOutputStream().flush();
      answer = frame(peer.getInputStream());
    }
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

  private final class Application implements ReceivingApplication<Message> {
    @Override
    public Message processMessage(Message message, Map<String, Object> metadata)
        throws HL7Exception {
      try {
        return switch (fault) {
          case ERROR -> message.generateACK(AcknowledgmentCode.AE, new HL7Exception("no"));
          case REJECT -> message.generateACK(AcknowledgmentCode.AR, new HL7Exception("no"));
          default -> {
            store(message);
            Message answer = message.generateACK();
            if (fault == Fault.OTHER_ID) {
              new Terser(answer).set("/MSA-2", "SOMEBODY-ELSES");
            }
            yield answer;
          }
        };
      } catch (IOException e) {
        throw new HL7Exception(e);
      }
    }

    @Override
    public boolean canProcess(Message message) {
      return true;
    }
  }

  private synchronized void store(Message message) throws HL7Exception {
    String text = message.encode();
    String id = new Terser(message).get("/MSH-10");
    String before = stored.putIfAbsent(id, text);
    if (before != null) {
      if (!before.equals(text)) {
        changed.add(id);
      }
      return;
    }
    String filler = new Terser(message).get("/.OBR-3");
    Map<String, String> chart = charts.computeIfAbsent(filler, f -> new LinkedHashMap<>());
    for (String segment : text.split("\r")) {
      String[] obx = segment.split("\\|", -1);
      if (obx[0].equals("OBX")) {
        String key = obx[3].split("\\^")[0] + " " + obx[4];
        if (obx[11].equals("D")) {
          chart.remove(key);
        } else {
          chart.put(key, obx[11]);
        }
      }
    }
  }

  @Override
  public void close() throws Exception {
    stop();
  }
}
