package chat.tertulia.shared.config;

import java.time.Duration;
import java.util.List;

/** What every process needs. */
public record NodeSettings(
    @Setting(
            name = "TERTULIA_HOST",
            fallback = "127.0.0.1",
            doc = "address to listen on; 0.0.0.0 opens it to the network")
        String host,
    @Setting(
            name = "TERTULIA_ADMIN_HOST",
            fallback = "127.0.0.1",
            doc = "address of the inner port, which has no authentication")
        String adminHost,
    @Setting(
            name = "TERTULIA_GATEWAYS",
            fallback = "127.0.0.0/8,::1",
            doc =
                "addresses and networks of the gateways, believed by the services about whom a"
                    + " request comes from")
        List<String> gateways,
    @Setting(
            name = "TERTULIA_ADMIN_PORT",
            fallback = "9090",
            doc = "port for health and metrics; 0 picks a free one")
        int adminPort,
    @Setting(
            name = "TERTULIA_CLUSTER",
            fallback = "off",
            doc = "how processes find each other: off, tcp or kubernetes")
        String cluster,
    @Setting(
            name = "TERTULIA_CLUSTER_MEMBERS",
            fallback = "",
            doc = "with tcp: members as host:port, separated by commas")
        List<String> clusterMembers,
    @Setting(
            name = "TERTULIA_CLUSTER_SERVICE",
            fallback = "",
            doc =
                "with kubernetes: the headless service's DNS name; without a dot: its name, and the"
                    + " Kubernetes API is asked")
        String clusterService,
    @Setting(
            name = "TERTULIA_CLUSTER_HOST",
            fallback = "127.0.0.1",
            doc = "address the other processes reach this one at")
        String clusterHost,
    @Setting(
            name = "TERTULIA_CLUSTER_PORT",
            fallback = "5701",
            doc = "Hazelcast's port; 0 picks a free one from 5701 on")
        int clusterPort,
    @Setting(
            name = "TERTULIA_BUS_PORT",
            fallback = "0",
            doc = "port of the event bus; 0 picks a free one")
        int busPort,
    @Setting(
            name = "TERTULIA_BUS_TLS_KEY",
            fallback = "",
            doc =
                "file with this process's private key, PKCS#8 in PEM; with the next two: mutual TLS"
                    + " on the event bus's port")
        String busTlsKey,
    @Setting(
            name = "TERTULIA_BUS_TLS_CERT",
            fallback = "",
            doc = "file with the certificate of that key, in PEM")
        String busTlsCert,
    @Setting(
            name = "TERTULIA_BUS_TLS_CA",
            fallback = "",
            doc =
                "file with the certificate of the authority that signs the processes of this"
                    + " installation and nothing else, in PEM")
        String busTlsCa,
    @Setting(
            name = "TERTULIA_CLUSTER_NAME",
            fallback = "tertulia",
            doc = "processes with the same name form one cluster")
        String clusterName,
    @Setting(
            name = "TERTULIA_LOOPS",
            fallback = "0",
            doc = "event loops of the process; 0: one per processor, in the standalone one for two")
        int loops,
    @Setting(
            name = "TERTULIA_SHARDS",
            fallback = "1024",
            doc = "bus addresses the rooms are folded into; the same in every process")
        int shards,
    @Setting(
            name = "TERTULIA_DRAIN",
            fallback = "10s",
            doc = "how long a stopping process waits for its clients to move")
        Duration drain,
    @Setting(
            name = "TERTULIA_REQUEST_TIME",
            fallback = "10s",
            doc =
                "how long the first request of a connection, and the body of any, may take to come")
        Duration requestTime,
    @Setting(
            name = "TERTULIA_KEEP_ALIVE",
            fallback = "75s",
            doc = "how long an HTTP connection may wait for its next request")
        Duration keepAlive,
    @Setting(
            name = "TERTULIA_WAITING_PER_ADDRESS",
            fallback = "5000",
            doc =
                "HTTP connections without a request that one network address may hold open;"
                    + " gateways and trusted proxies may hold more")
        int waitingPerAddress) {

  public NodeSettings {
    Networks.of("TERTULIA_GATEWAYS", gateways);
    Ports.check("TERTULIA_ADMIN_PORT", adminPort);
    Ports.check("TERTULIA_CLUSTER_PORT", clusterPort);
    Ports.check("TERTULIA_BUS_PORT", busPort);
    if (!List.of("off", "tcp", "kubernetes").contains(cluster)) {
      throw new BadSetting("TERTULIA_CLUSTER", "must be off, tcp or kubernetes");
    }
    if (cluster.equals("kubernetes") && clusterService.isEmpty()) {
      throw new BadSetting("TERTULIA_CLUSTER_SERVICE", "is required with kubernetes");
    }
    if (busTlsKey.isEmpty() != busTlsCert.isEmpty() || busTlsKey.isEmpty() != busTlsCa.isEmpty()) {
      throw new BadSetting(
          "TERTULIA_BUS_TLS_KEY",
          "needs TERTULIA_BUS_TLS_CERT and TERTULIA_BUS_TLS_CA beside it: all three or none");
    }
    if (requestTime.toMillis() < 1) {
      throw new BadSetting("TERTULIA_REQUEST_TIME", "must be at least 1ms");
    }
    if (keepAlive.toMillis() < 1) {
      throw new BadSetting("TERTULIA_KEEP_ALIVE", "must be at least 1ms");
    }
    if (waitingPerAddress < 1) {
      throw new BadSetting("TERTULIA_WAITING_PER_ADDRESS", "must be at least 1");
    }
    if (loops < 0 || loops > 256) {
      throw new BadSetting("TERTULIA_LOOPS", "must be 0 to 256");
    }
    if (shards < 1 || shards > 65_536) {
      throw new BadSetting("TERTULIA_SHARDS", "must be 1 to 65536");
    }
  }

  /** How many event loops the process has. */
  public int eventLoops() {
    return loops == 0 ? Runtime.getRuntime().availableProcessors() : loops;
  }

  /** The gateways' addresses. */
  public Networks gatewayNetworks() {
    return Networks.of("TERTULIA_GATEWAYS", gateways);
  }

  public boolean isClustered() {
    return !cluster.equals("off");
  }
}
