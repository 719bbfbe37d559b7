#!/bin/sh
# TLS to a real engine that verifies its clients: what works, and for each thing that can be wrong
# its own message.
# shellcheck disable=SC1091,SC2154 # lab.sh sets what is not set here
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lab.sh"
enter "$@"
need openssl
settle

authority ca
authority other
certificate server ca 10 'extendedKeyUsage=serverAuth' 'subjectAltName=DNS:localhost,DNS:engine.example'
certificate late-server ca 0 'extendedKeyUsage=serverAuth' 'subjectAltName=DNS:localhost'
certificate client ca 10 'extendedKeyUsage=clientAuth'
certificate late-client ca 0 'extendedKeyUsage=clientAuth'
certificate strange-client other 10 'extendedKeyUsage=clientAuth'
for dir in client late-client strange-client; do cp ca.pem "$dir/ca.pem"; done

at=tcp://localhost:2376

# pair CLIENT: the options for that client's certificate
pair() {
	echo "--tlscacert $1/ca.pem --tlscert $1/cert.pem --tlskey $1/key.pem"
}

engine -H tcp://127.0.0.1:2376 --tlsverify --tlscacert ca.pem \
    --tlscert server/cert.pem --tlskey server/key.pem

# What works, in each way to say it. (The words that pair() prints are meant to be split.)
# shellcheck disable=SC2046
{
	expect 0 '' --ping -H $at $(pair client)
	expect 0 '' --ping -H $at --tlsverify $(pair client)
	expect 0 '' --ping -H tcp://localhost $(pair client)
	expect 0 '' --ping -H https://localhost:2376 $(pair client)
	expect 0 '' --ping -H tcp://127.0.0.1:2376 --tls-server-name engine.example $(pair client)
}
DOCKER_HOST=$at DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=$data/client
export DOCKER_HOST DOCKER_TLS_VERIFY DOCKER_CERT_PATH
expect 0 '' --ping
HTTPS_PROXY=http://127.0.0.1:1 HTTP_PROXY=http://127.0.0.1:1 ALL_PROXY=http://127.0.0.1:1
export HTTPS_PROXY HTTP_PROXY ALL_PROXY
expect 0 '' --ping
unset HTTPS_PROXY HTTP_PROXY ALL_PROXY
unset DOCKER_HOST DOCKER_TLS_VERIFY DOCKER_CERT_PATH
mkdir -p "$HOME/.docker"
cp client/*.pem "$HOME/.docker"
expect 0 '' --ping -H $at --tlsverify
expect 0 'TLS without verification' --ping -H $at --tls
"$program" -H $at --tls -c O-10 -f lines >out 2>/dev/null
says out 'TLS without verification'
rm -r "$HOME/.docker"

# Contexts of the docker command: with TLS, without verification, and without TLS.
docker context create verified \
    --docker "host=$at,ca=$data/client/ca.pem,cert=$data/client/cert.pem,key=$data/client/key.pem" >/dev/null 2>&1
docker context create believing \
    --docker "host=$at,skip-tls-verify=true,cert=$data/client/cert.pem,key=$data/client/key.pem" >/dev/null 2>&1
docker context create plain --docker "host=$at" >/dev/null 2>&1
docker context create outside --docker host=https://localhost:2376 >/dev/null 2>&1
expect 3 'was not issued by an authority that this system believes' --ping --context outside
docker context create wrong --docker \
    "host=$at,ca=$data/other.pem,cert=$data/client/cert.pem,key=$data/client/key.pem" >/dev/null 2>&1
expect 0 '' --ping --context verified
expect 0 'TLS without verification' --ping --context believing
expect 3 'speaks TLS only' --ping --context plain
expect 3 'was not issued by' --ping --context wrong
DOCKER_CONTEXT=verified
export DOCKER_CONTEXT
expect 0 '' --ping
unset DOCKER_CONTEXT

# What does not, and why.
# shellcheck disable=SC2046
{
	expect 3 'wants a client certificate' --ping -H $at --tlscacert ca.pem
	expect 3 'was not issued by other.pem' --ping -H $at $(pair client) --tlscacert other.pem
	expect 3 'late-client/cert.pem has expired' --ping -H $at $(pair late-client)
	expect 3 'not accept the client certificate strange-client/cert.pem' --ping -H $at $(pair strange-client)
	expect 3 'is for another host name (it is for DNS:localhost, DNS:engine.example)' \
	    --ping -H tcp://127.0.0.1:2376 $(pair client)
	expect 3 'speaks TLS only' --ping -H $at
	expect 3 'speaks TLS only' --ping -H http://localhost:2376
}

# An authority of the system is not believed where another one is named.
mount -t tmpfs tmpfs /etc/ssl/certs
cp ca.pem "/etc/ssl/certs/$(openssl x509 -hash -noout -in ca.pem).0"
cp ca.pem /etc/ssl/certs/ca-certificates.crt
expect 3 'was not issued by other.pem' --ping -H $at --tlscacert other.pem --tlscert client/cert.pem \
    --tlskey client/key.pem
expect 0 '' --ping -H https://localhost:2376 --tlscert client/cert.pem --tlskey client/key.pem

# What is wrong before anybody is asked.
: >empty.pem
openssl ec -in client/key.pem -aes128 -passout pass:secret -out locked.pem 2>/dev/null
mkfifo pipe.pem
key() {
	expect 2 "$1" --ping -H $at --tlscacert ca.pem --tlscert client/cert.pem --tlskey "$2"
}
key 'does not belong to' server/key.pem
key 'No such file' nothing.pem
key 'no PEM private key' empty.pem
key 'has a password' locked.pem
key 'no regular file' pipe.pem
expect 2 'has no key' --ping -H $at --tlscacert ca.pem --tlscert client/cert.pem
expect 2 'no PEM certificate' --ping -H $at --tlscacert empty.pem
expect 2 'no /' --ping -H $at --tlsverify
expect 2 'TLS is for an engine at tcp' --ping --tlsverify
expect 2 'no name of a host' --ping -H $at --tlscacert ca.pem --tls-server-name 'a/b'
stop_engine

# The other side's mistakes.
engine -H tcp://127.0.0.1:2376 --tlsverify --tlscacert ca.pem \
    --tlscert late-server/cert.pem --tlskey late-server/key.pem
# shellcheck disable=SC2046
expect 3 "the engine's certificate has expired" --ping -H $at $(pair client)
stop_engine
engine -H tcp://127.0.0.1:2375
# shellcheck disable=SC2046
expect 3 'TLS is not spoken there' --ping -H tcp://localhost:2375 $(pair client)
expect 0 '' --ping -H tcp://localhost:2375
finish
