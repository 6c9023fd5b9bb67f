package org.radiologytrust.peers;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.tls.Authority;

/**
 * A real Kafka broker in a JVM and on a class path of its own, on free loopback ports: one without
 * login, one with TLS and SCRAM, one with TLS and certificates of clients. It can be stopped,
 * killed and started again on the same ports.
 */
public final class KafkaBroker implements AutoCloseable {
  public static final String USER = "rtl";
  public static final String PASSWORD = "se\"cr\\et 1";
  private static final String CLUSTER = "AAAAAAAAAAAAAAAAAAAAAQ";
  private static final int START_SECONDS = 60;

  private final Path folder;
  private final int plain;
  private final int secure;
  private final int certified;
  private final Authority clients = new Authority("clients");
  private final AtExit atExit;
  private Process process;

  /**
   * @param folder an empty folder of its own
   */
  public KafkaBroker(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    int[] ports = FreePorts.some(4);
    plain = ports[0];
    secure = ports[1];
    certified = ports[3];
    keys();
    Properties all = new Properties();
    all.put("process.roles", "broker,controller");
    all.put("node.id", "1");
    all.put("controller.quorum.voters", "1@127.0.0.1:" + ports[2]);
    all.put(
        "listeners",
        ("PLAINTEXT://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d,SSL://127.0.0.1:%d,"
                + "CONTROLLER://127.0.0.1:%d")
            .formatted(plain, secure, certified, ports[2]));
    all.put("controller.listener.names", "CONTROLLER");
    all.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL,CONTROLLER:PLAINTEXT");
    all.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    all.put(
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    all.put("ssl.keystore.type", "PKCS12");
    all.put("ssl.keystore.location", folder.resolve("broker.p12").toString());
    all.put("ssl.keystore.password", "changeit");
    Path clientCas = folder.resolve("clients.pem");
    clients.write(clientCas);
    all.put("listener.name.ssl.ssl.client.auth", "required");
    all.put("listener.name.ssl.ssl.truststore.type", "PEM");
    all.put("listener.name.ssl.ssl.truststore.location", clientCas.toString());
    all.put("log.dirs", folder.resolve("data").toString());
    all.put("message.max.bytes", "" + (4 << 20));
    all.put("offsets.topic.replication.factor", "1");
    all.put("offsets.topic.num.partitions", "1");
    all.put("transaction.state.log.replication.factor", "1");
    all.put("transaction.state.log.min.isr", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("auto.create.topics.enable", "false");
    try (Writer out = Files.newBufferedWriter(folder.resolve("server.properties"))) {
      all.store(out, null);
    }
    run(
        java(
            "kafka.tools.StorageTool",
            "format",
            "-t",
            CLUSTER,
            "-c",
            folder.resolve("server.properties").toString(),
            "--add-scram",
            "SCRAM-SHA-512=[name=" + USER + ",password=" + PASSWORD + "]"));
    start();
    atExit = new AtExit("kafka", () -> process.destroyForcibly());
  }

  /** A key of its own, and its certificate as PEM. */
  private void keys() throws IOException, InterruptedException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String store = folder.resolve("broker.p12").toString();
    run(
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "broker",
            "-keyalg",
            "EC",
            "-dname",
            "CN=broker",
            "-ext",
            "SAN=ip:127.0.0.1",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            store,
            "-storepass",
            "changeit"));
    run(
        List.of(
            keytool,
            "-exportcert",
            "-rfc",
            "-alias",
            "broker",
            "-keystore",
            store,
            "-storepass",
            "changeit",
            "-file",
            trusted().toString()));
  }

  /** The certificate, as PEM. */
  public Path trusted() {
    return folder.resolve("broker.pem");
  }

  private static List<String> java(String... arguments) throws IOException, InterruptedException {
    List<String> all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                PeerJars.folder("kafka") + "/*"));
    all.addAll(Arrays.asList(arguments));
    return all;
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Path log = folder.resolve("set-up.log");
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException(command.get(0) + " failed: " + Files.readString(log));
    }
  }

  /** Returns when it answers. */
  public void start() throws IOException, InterruptedException {
    Path log = folder.resolve("broker.log");
    process =
        new ProcessBuilder(java("kafka.Kafka", folder.resolve("server.properties").toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    long until = System.nanoTime() + Duration.ofSeconds(START_SECONDS).toNanos();
    while (true) {
      try (Admin admin = admin()) {
        admin.describeCluster().nodes().get(1, TimeUnit.SECONDS);
        return;
      } catch (Exception e) {
        if (System.nanoTime() > until || !process.isAlive()) {
          kill();
          throw new IOException("the broker does not start: " + Files.readString(log), e);
        }
      }
    }
  }

  /** kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    // what it wrote goes with its folder
    kill();
    atExit.close();
  }

  /** Its address without login. */
  public String address() {
    return "127.0.0.1:" + plain;
  }

  /** Its address with TLS and a login. */
  public String secureAddress() {
    return "127.0.0.1:" + secure;
  }

  /** Its address with TLS, for clients with a certificate of {@link #clients}. */
  public String certifiedAddress() {
    return "127.0.0.1:" + certified;
  }

  /** The CA of its clients. */
  public Authority clients() {
    return clients;
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", address()));
  }

  /** Makes topics of one partition. */
  public void topics(String... names) throws Exception {
    try (Admin admin = admin()) {
      admin
          .createTopics(
              Arrays.stream(names)
                  .map(n -> new NewTopic(n, Optional.of(1), Optional.empty()))
                  .toList())
          .all()
          .get();
    }
  }

  /** Makes a topic of several partitions. */
  public void partitioned(String name, int partitions) throws Exception {
    try (Admin admin = admin()) {
      NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  /** Makes a topic that takes no record longer than this. */
  public void topic(String name, int maxBytes) throws Exception {
    try (Admin admin = admin()) {
      NewTopic topic = new NewTopic(name, Optional.of(1), Optional.empty());
      topic.configs(Map.of("max.message.bytes", "" + maxBytes));
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  /**
   * Writes a record.
   *
   * @param value may be {@code null}
   * @param headers by name
   */
  public void send(String topic, byte[] value, Map<String, String> headers) throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", address(), "max.request.size", 8 << 20);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, value);
      headers.forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
      producer.send(record).get();
    }
  }

  /** Writes a record with a key, which decides about its partition. */
  public void send(String topic, String key, byte[] value) throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Map.of("bootstrap.servers", address()), bytes, bytes)) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value)).get();
    }
  }

  /** As the topic's retention does: deletes the records before an offset of its one partition. */
  public void deleteBefore(String topic, long offset) throws Exception {
    try (Admin admin = admin()) {
      TopicPartition only = new TopicPartition(topic, 0);
      admin.deleteRecords(Map.of(only, RecordsToDelete.beforeOffset(offset))).all().get();
    }
  }

  /** All records of a topic. */
  public List<ConsumerRecord<String, byte[]>> records(String topic) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition only = new TopicPartition(topic, 0);
      consumer.assign(List.of(only));
      consumer.seekToBeginning(List.of(only));
      long end = consumer.endOffsets(List.of(only)).get(only);
      List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
      while (consumer.position(only) < end) {
        all.addAll(consumer.poll(Duration.ofSeconds(1)).records(only));
      }
      return all;
    }
  }

  /** How many partitions each member of a group has. */
  public List<Integer> assigned(String group) throws Exception {
    try (Admin admin = admin()) {
      return admin
          .describeConsumerGroups(List.of(group))
          .describedGroups()
          .get(group)
          .get()
          .members()
          .stream()
          .map(member -> member.assignment().topicPartitions().size())
          .sorted()
          .toList();
    }
  }

  /** How many records a group has committed in all partitions of a topic. */
  public long committedInAll(String group, String topic) throws Exception {
    try (Admin admin = admin()) {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
          .mapToLong(entry -> entry.getValue().offset())
          .sum();
    }
  }

  /** The offset that a group has committed; 0 for none. */
  public long committed(String group, String topic) throws Exception {
    try (Admin admin = admin()) {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(new TopicPartition(topic, 0));
      return offset == null ? 0 : offset.offset();
    }
  }
}
