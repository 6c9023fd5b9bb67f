package org.radiologytrust.deployment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.feature.FreePorts;

/** config/haproxy.cfg in a real HAProxy, in front of three nodes that say their number. */
@Tag("peers")
class BalancerTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** A node on an address of its own: its health, and a port that answers each byte. */
  private static final class Node implements AutoCloseable {
    private final int number;
    private final ServerSocket hl7;
    private final HttpServer management;
    private volatile int status = 200;

    Node(int number, int hl7Port, int managementPort) throws IOException {
      this.number = number;
      InetAddress address = InetAddress.getByName(address());
      hl7 = new ServerSocket(hl7Port, 50, address);
      Thread listener = new Thread(this::listen, "node-" + number);
      listener.setDaemon(true);
      listener.start();
      management = HttpServer.create(new InetSocketAddress(address, managementPort), 0);
      management.createContext(
          "/",
          exchange -> {
            boolean asked = exchange.getRequestURI().getPath().equals("/observe/health/intake");
            exchange.sendResponseHeaders(asked ? status : 404, -1);
            exchange.close();
          });
      management.start();
    }

    String address() {
      return "127.0.0." + (number + 1);
    }

    private void listen() {
      while (!hl7.isClosed()) {
        try {
          Socket socket = hl7.accept();
          Thread answering = new Thread(() -> answer(socket), "node-" + number + "-connection");
          answering.setDaemon(true);
          answering.start();
        } catch (IOException closed) {
          return;
        }
      }
    }

    private void answer(Socket socket) {
      try (socket) {
        while (socket.getInputStream().read() >= 0) {
          socket.getOutputStream().write(number);
        }
      } catch (IOException closed) {
        // by the balancer
      }
    }

    @Override
    public void close() throws IOException {
      hl7.close();
      management.stop(0);
    }
  }

  @TempDir Path folder;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();
  private int port;
  private Process balancer;

  @BeforeEach
  void start() throws Exception {
    int[] ports = FreePorts.some(5);
    port = ports[0];
    String config = Files.readString(Path.of("config/haproxy.cfg"));
    config =
        config
            .replace("bind :2575", "bind 127.0.0.1:" + port)
            .replace("bind :8080", "bind 127.0.0.1:" + ports[1])
            .replace("127.0.0.1:8405", "127.0.0.1:" + ports[2])
            .replace("check port 8081 inter 2s", "check port " + ports[4] + " inter 100ms");
    for (int number = 1; number <= 3; number++) {
      Node node = new Node(number, ports[3], ports[4]);
      nodes.add(node);
      config =
          config
              .replace("rtl-" + number + ":2575", node.address() + ":" + ports[3])
              .replace("rtl-" + number + ":8080", node.address() + ":" + ports[3]);
    }
    assertFalse(
        config.contains(":2575") || config.contains(":8080") || config.contains("inter 2s"));
    Path file = Files.writeString(folder.resolve("haproxy.cfg"), config);
    balancer =
        new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("haproxy.log").toFile())
            .start();
    await().ignoreExceptions().atMost(LONG).until(() -> node(connect()) > 0);
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    balancer.destroy();
    if (!balancer.waitFor(10, TimeUnit.SECONDS)) {
      balancer.destroyForcibly();
    }
    for (Node node : nodes) {
      node.close();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout((int) LONG.toMillis());
    sockets.add(socket);
    return socket;
  }

  /** The node at the other end of a connection; -1 if the balancer has closed it. */
  private static int node(Socket socket) {
    try {
      socket.getOutputStream().write('?');
      return socket.getInputStream().read();
    } catch (IOException closed) {
      return -1;
    }
  }

  @Test
  void connectionsAreSpreadAndStayWhereTheyAre() throws Exception {
    Set<Integer> reached = new TreeSet<>();
    for (int i = 0; i < 6; i++) {
      Socket socket = connect();
      int node = node(socket);
      reached.add(node);
      assertEquals(node, node(socket));
    }
    assertEquals(Set.of(1, 2, 3), reached);
  }

  @Test
  void aNodeThatTakesNoMessagesIsLeftAtOnceAndComesBack() throws Exception {
    Socket socket = connect();
    int left = node(socket);
    nodes.get(left - 1).status = 503;
    assertEquals(-1, socket.getInputStream().read(), "the client is told to connect again");
    for (int i = 0; i < 6; i++) {
      int other = node(connect());
      assertNotEquals(left, other);
      assertNotEquals(-1, other);
    }
    nodes.get(left - 1).status = 200;
    await().atMost(LONG).until(() -> node(connect()) == left);
  }

  @Test
  void whereNoNodeTakesMessagesNothingIsAnswered() throws Exception {
    nodes.forEach(node -> node.status = 503);
    await().atMost(LONG).until(() -> node(connect()) == -1);
    assertEquals(-1, node(connect()));
  }
}
