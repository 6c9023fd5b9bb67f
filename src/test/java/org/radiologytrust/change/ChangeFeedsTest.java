package org.radiologytrust.change;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.launch.ShippedRoutes;

/** The feeds of docs/recipes, as they stand there, with servers of their own. */
@Tag("integration")
class ChangeFeedsTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String NOT_STORED = "could not be stored and stays in its feed";

  @TempDir Path folder;
  private Path routes;
  private final StringBuffer logged = new StringBuffer();

  @BeforeEach
  void copyTheShippedRoutes() throws IOException {
    routes = ShippedRoutes.copiedTo(folder);
  }

  private static String recipe(String file) throws IOException {
    return Files.readString(Path.of("docs/recipes", file));
  }

  private void route(String yaml, Map<String, String> own) throws IOException {
    String text = yaml;
    for (Map.Entry<String, String> value : own.entrySet()) {
      assertTrue(text.contains(value.getKey()), value.getKey());
      text = text.replace(value.getKey(), value.getValue());
    }
    Files.writeString(routes.resolve("own.yaml"), text);
  }

  private ServeProcess start(Map<String, String> settings, Map<String, String> environment)
      throws IOException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("rtl.routes", routes.toString());
    ServeProcess process =
        ServeProcess.start(
            folder.resolve("home"), all, components(), environment, ProcessBuilder.Redirect.PIPE);
    Thread reader = new Thread(() -> follow(process.log()));
    reader.setDaemon(true);
    reader.start();
    return process;
  }

  /** A pipe, because the limit of file sizes would hold for a file too. */
  private void follow(InputStream log) {
    new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8))
        .lines()
        .forEach(line -> logged.append(line).append('\n'));
  }

  /** What the profiles of the build would add to lib. */
  private static List<Path> components() throws IOException {
    try (Stream<Path> lib = Files.list(Path.of("target/lib"))) {
      Set<String> there =
          lib.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
      return Arrays.stream(
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                  .split(File.pathSeparator))
          .map(Path::of)
          .filter(path -> path.toString().endsWith(".jar"))
          // not our own modules
          .filter(path -> !path.startsWith(Path.of("").toAbsolutePath()))
          .filter(path -> !there.contains(path.getFileName().toString()))
          .toList();
    }
  }

  private static String oru(String accession, String controlId) {
    return Chest.oru(PhantomStudy.chest(accession), controlId, "PHANTOM-1", Chest.TEXT, "F", 0);
  }

  /** All writing of the process fails until it is killed. */
  private void untilAMessageIsNotStored(ServeProcess process) throws Exception {
    await().atMost(LONG).until(() -> logged.toString().contains(NOT_STORED));
    process.kill();
  }

  private static void assertOneReport(Product product) throws Exception {
    await().atMost(LONG).until(() -> product.summaries().size() == 1);
    assertEquals(1, product.metrics().get("rtl_messages_total{outcome=\"parsed\"}"));
  }

  private static double counted(Product product, String outcome) throws Exception {
    return product.metrics().getOrDefault("rtl_messages_total{outcome=\"" + outcome + "\"}", 0.0);
  }

  // --- MLLP

  @Test
  void secondMllpPortTakesTheReportsOfOneFacility() throws Exception {
    int port = FreePorts.one();
    route(recipe("hl7-east.yaml"), Map.of("127.0.0.1:2576", "127.0.0.1:" + port));
    try (Product product =
        Product.start(folder.resolve("home"), Map.of("rtl.routes", routes.toString()))) {
      String east = oru("ACC1", "E1").replace("|RIS|HOSP|", "|RIS|EAST|");
      assertTrue(mllp(port, east).contains("\rMSA|AA|E1"));
      assertTrue(mllp(port, oru("ACC2", "W1")).contains("\rMSA|AA|W1"));
      String order = east.replace("ORU^R01^ORU_R01|E1", "ORM^O01|O1");
      assertTrue(mllp(port, order).contains("\rMSA|AA|O1"));
      assertTrue(mllp(port, "nonsense").contains("\rMSA|AR|"));
      assertOneReport(product);
      assertEquals(2, counted(product, "ignored"));
      assertEquals(1, counted(product, "quarantined"));
      assertTrue(product.mllp(oru("ACC3", "W2")).contains("\rMSA|AA|W2"), "the first port");
    }
  }

  private static String mllp(int port, String message) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      StringBuilder ack = new StringBuilder();
      for (int b = in.read(); b != 0x1c; b = in.read()) {
        assertFalse(b < 0, "the connection was closed without an answer");
        ack.append((char) b);
      }
      return ack.toString();
    }
  }

  // --- SFTP

  @Test
  void filesComeBySftp() throws Exception {
    Path reports = Files.createDirectories(folder.resolve("server/reports"));
    AtomicBoolean fullDisk = new AtomicBoolean();
    AtomicInteger looks = new AtomicInteger();
    try (SshServer server = sftp(fullDisk, looks)) {
      route(
          recipe("sftp-ris.yaml"),
          Map.of(
              "ris.example.org:22",
              "localhost:" + server.getPort(),
              "/etc/rtl/known_hosts",
              folder.resolve("known_hosts").toString(),
              "/etc/rtl/sftp_key",
              folder.resolve("sftp_key").toString(),
              "delay: 5000",
              "delay: 200",
              "readLockCheckInterval: 1000",
              "readLockCheckInterval: 200"));
      Files.writeString(reports.resolve("a.hl7"), oru("ACC1", "S1"));
      Files.writeString(reports.resolve("b.hl7.part"), oru("ACC2", "S2").substring(0, 100));

      ServeProcess first = start(Map.of(), Map.of());
      first.limitFileSize("0");
      untilAMessageIsNotStored(first);
      assertTrue(Files.exists(reports.resolve("a.hl7")), "stays with the server");

      fullDisk.set(true);
      ServeProcess second = start(Map.of(), Map.of());
      assertOneReport(second.product());
      await().atMost(LONG).until(() -> counted(second.product(), "duplicate") > 0);
      second.kill();
      assertTrue(Files.exists(reports.resolve("a.hl7")), "stored, and not moved");

      fullDisk.set(false);
      Files.writeString(reports.resolve("c.hl7"), "nonsense");
      try (ServeProcess third = start(Map.of(), Map.of())) {
        await().atMost(LONG).until(() -> Files.exists(reports.resolve(".done/a.hl7")));
        await().atMost(LONG).until(() -> Files.exists(reports.resolve(".done/c.hl7")));
        assertOneReport(third.product());
        assertEquals(1, counted(third.product(), "quarantined"));
        assertTrue(Files.exists(reports.resolve("b.hl7.part")), "still being written");

        String whole = oru("ACC3", "S3");
        growing(reports.resolve("d.hl7"), whole, looks);
        await().atMost(LONG).until(() -> Files.exists(reports.resolve(".done/d.hl7")));
        await().atMost(LONG).until(() -> third.product().summaries().size() == 2);
        assertEquals(1, counted(third.product(), "quarantined"), "was read while it grew");
      }
    }
  }

  /** A file grows by a piece between any two looks of the client, until it is whole. */
  private static void growing(Path file, String whole, AtomicInteger looks) throws IOException {
    int pieces = 8;
    for (int i = 1; i <= pieces; i++) {
      Files.writeString(file, whole.substring(0, whole.length() * i / pieces));
      int seen = looks.get();
      if (i < pieces) {
        await().pollInterval(Duration.ofMillis(5)).atMost(LONG).until(() -> looks.get() > seen);
      }
    }
  }

  @Test
  void serverWithAnotherHostKeyGetsNothing() throws Exception {
    Path reports = Files.createDirectories(folder.resolve("server/reports"));
    Files.writeString(reports.resolve("a.hl7"), oru("ACC1", "S1"));
    try (SshServer server = sftp(new AtomicBoolean(), new AtomicInteger())) {
      Files.writeString(
          folder.resolve("known_hosts"),
          "[localhost]:" + server.getPort() + " " + PublicKeyEntry.toString(rsa().getPublic()));
      route(
          recipe("sftp-ris.yaml"),
          Map.of(
              "ris.example.org:22",
              "localhost:" + server.getPort(),
              "/etc/rtl/known_hosts",
              folder.resolve("known_hosts").toString(),
              "/etc/rtl/sftp_key",
              folder.resolve("sftp_key").toString(),
              "delay: 5000",
              "delay: 200"));
      try (ServeProcess process = start(Map.of(), Map.of())) {
        await().atMost(LONG).until(() -> logged.toString().contains("HostKey"));
        assertTrue(Files.exists(reports.resolve("a.hl7")));
        assertEquals(0, counted(process.product(), "parsed"));
      }
    }
  }

  private SshServer sftp(AtomicBoolean fullDisk, AtomicInteger looks) throws Exception {
    KeyPair host = rsa();
    KeyPair client = rsa();
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPublickeyAuthenticator(
        (user, key, session) -> user.equals("rtl") && key.equals(client.getPublic()));
    server.setFileSystemFactory(new VirtualFileSystemFactory(folder.resolve("server")));
    SftpSubsystemFactory files = new SftpSubsystemFactory();
    files.addSftpEventListener(
        new SftpEventListener() {
          @Override
          public void readEntries(
              ServerSession session,
              String handle,
              DirectoryHandle directory,
              Map<String, Path> entries) {
            looks.incrementAndGet();
          }

          @Override
          public void moving(
              ServerSession session,
              Path from,
              Path to,
              java.util.Collection<java.nio.file.CopyOption> options)
              throws IOException {
            if (fullDisk.get()) {
              throw new IOException("full");
            }
          }
        });
    server.setSubsystemFactories(List.of(files));
    server.start();
    Files.writeString(
        folder.resolve("known_hosts"),
        "[localhost]:" + server.getPort() + " " + PublicKeyEntry.toString(host.getPublic()));
    Files.writeString(
        folder.resolve("sftp_key"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(client.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    return server;
  }

  private static KeyPair rsa() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    return keys.generateKeyPair();
  }

  // --- JMS

  @Test
  void messagesComeFromAQueue() throws Exception {
    String url = "tcp://127.0.0.1:" + FreePorts.one();
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    broker.setConfiguration(
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .setJournalDirectory(folder.resolve("journal").toString())
            .addAddressSetting(
                "#", new AddressSettings().setMaxDeliveryAttempts(-1).setRedeliveryDelay(200))
            .addAcceptorConfiguration("tcp", url));
    broker.start();
    try (ActiveMQConnectionFactory client = new ActiveMQConnectionFactory(url)) {
      route(recipe("jms-ris.yaml"), Map.of());
      Map<String, String> settings = properties("jms-ris.properties");
      settings.put("camel.beans.broker.brokerURL", url);
      Map<String, String> login =
          Map.of("CAMEL_BEANS_BROKER_USER", "rtl", "CAMEL_BEANS_BROKER_PASSWORD", "canary-word");
      send(client, oru("ACC1", "J1"));

      ServeProcess first = start(settings, login);
      await().atMost(LONG).until(() -> waiting(broker) == 0);
      assertOneReport(first.product());
      first.limitFileSize("0");
      send(client, oru("ACC2", "J2"));
      untilAMessageIsNotStored(first);
      await().atMost(LONG).until(() -> waiting(broker) == 1);

      send(client, "nonsense");
      try (ServeProcess second = start(settings, login)) {
        await().atMost(LONG).until(() -> waiting(broker) == 0);
        await().atMost(LONG).until(() -> second.product().summaries().size() == 2);
        assertEquals(2, counted(second.product(), "parsed"));
        assertEquals(1, counted(second.product(), "quarantined"));
      }
      assertFalse(logged.toString().contains("canary-word"), "the password is in the log");
      assertFalse(logged.toString().contains("Phantom^"), "a message is in the log");
    } finally {
      broker.stop();
    }
  }

  private static void send(ConnectionFactory client, String message) throws Exception {
    try (JMSContext context = client.createContext()) {
      BytesMessage bytes = context.createBytesMessage();
      bytes.writeBytes(message.getBytes(StandardCharsets.UTF_8));
      // must not choose what is called
      bytes.setStringProperty("CamelBeanMethodName", "ignore");
      context.createProducer().send(context.createQueue("radiology.reports"), bytes);
    }
  }

  private static long waiting(EmbeddedActiveMQ broker) {
    return broker.getActiveMQServer().locateQueue("radiology.reports").getMessageCount();
  }

  private static Map<String, String> properties(String file) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(recipe(file)));
    Map<String, String> all = new HashMap<>();
    properties.stringPropertyNames().forEach(k -> all.put(k, properties.getProperty(k)));
    return all;
  }

  // --- a table

  @Test
  void rowsComeFromATable() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("ris.db");
    try (Connection ris = DriverManager.getConnection(url)) {
      execute(
          ris,
          "create table ris_reports (id integer primary key, mrn text, family text, given text,"
              + " born text, sex text, accession text, code text, status text, body text,"
              + " changed text, taken integer)");
      execute(ris, recipe("sql-ris.sql"));
      row(ris, 1, "ACC1", "FINDINGS:\nNo pneumothorax | effusion & more.\nIMPRESSION:\nNormal.");
      route(recipe("sql-ris.yaml"), Map.of("delay: 5000", "delay: 200"));
      Map<String, String> settings = properties("sql-ris.properties");
      settings.put("camel.beans.ris", "#class:org.sqlite.SQLiteDataSource");
      settings.put("camel.beans.ris.url", url);

      ServeProcess first = start(settings, Map.of());
      await().atMost(LONG).until(() -> taken(ris).equals("1"));
      assertOneReport(first.product());
      row(ris, 2, "ACC2", Chest.TEXT);
      first.limitFileSize("0");
      untilAMessageIsNotStored(first);
      assertEquals("1", taken(ris));

      execute(
          ris,
          "create trigger stop before update on ris_reports"
              + " begin select raise(abort, 'locked'); end");
      ServeProcess second = start(settings, Map.of());
      await().atMost(LONG).until(() -> counted(second.product(), "duplicate") > 0);
      second.kill();
      assertEquals("1", taken(ris), "stored, and not marked");

      execute(ris, "drop trigger stop");
      row(ris, 3, null, "");
      row(ris, 4, "ACC4", Chest.TEXT);
      try (ServeProcess third = start(settings, Map.of())) {
        await().atMost(LONG).until(() -> taken(ris).equals("1 2 3 4"));
        await().atMost(LONG).until(() -> third.product().summaries().size() == 3);
        assertEquals(3, counted(third.product(), "parsed"));
        assertEquals(1, counted(third.product(), "quarantined"));
      }
    }
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void row(Connection ris, int id, String accession, String body)
      throws SQLException {
    try (var insert =
        ris.prepareStatement(
            "insert into ris_reports values (?, 'PHANTOM-1', 'Phantom', 'Petra', '19610302', 'F',"
                + " ?, '71020^XR CHEST', 'F', ?, '2026040109000' || ?, null)")) {
      insert.setInt(1, id);
      insert.setString(2, accession);
      insert.setString(3, body);
      insert.setInt(4, id);
      insert.executeUpdate();
    }
  }

  private static String taken(Connection ris) throws SQLException {
    try (Statement select = ris.createStatement();
        ResultSet rows =
            select.executeQuery(
                "select group_concat(id, ' ') from (select id from ris_reports where taken = 1"
                    + " order by id)")) {
      return String.valueOf(rows.getString(1));
    }
  }
}
