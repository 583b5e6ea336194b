package io.anyqueue.amqp;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A trust manager whose refusals carry the certificate that was refused, for nobody can ask for it once a handshake has failed. What
 * is trusted is up to the manager behind it. Stateless.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager manager;

    private ServerTrust(X509ExtendedTrustManager manager) {
        this.manager = manager;
    }

    /** Those managers, in place of each that can be asked with the host. */
    static TrustManager[] around(TrustManager[] managers) {
        TrustManager[] all = managers.clone();
        for (int i = 0; i < all.length; i++) {
            if (all[i] instanceof X509ExtendedTrustManager manager) {
                all[i] = new ServerTrust(manager);
            }
        }
        return all;
    }

    /** Goes along with a refusal as suppressed: the JVM chooses the alert to the peer by class and cause of the refusal itself. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final X509Certificate certificate;
        private final boolean forItsHost;

        private Refused(X509Certificate certificate, boolean forItsHost) {
            super("Refused: " + certificate.getSubjectX500Principal(), null, false, false);
            this.certificate = certificate;
            this.forItsHost = forItsHost;
        }

        X509Certificate certificate() {
            return certificate;
        }

        /** True where it would be trusted if another host had shown it. */
        boolean isForItsHost() {
            return forItsHost;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        try {
            manager.checkServerTrusted(chain, type, engine);
        } catch (CertificateException e) {
            if (chain.length > 0) {
                e.addSuppressed(new Refused(chain[0], isTrustedElsewhere(chain, type)));
            }
            throw e;
        }
    }

    private boolean isTrustedElsewhere(X509Certificate[] chain, String type) {
        try {
            manager.checkServerTrusted(chain, type);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        manager.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        manager.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        manager.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        manager.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        manager.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return manager.getAcceptedIssuers();
    }
}
